/**
 * The funnel of one action: towers of several interests and two towers retrieve together, two towers order what they
 * found, a pre-ranker what is left. Each is a preset, trained on the same log and on nothing of the others.
 */
import type { Stage } from '../../model/document/graph';
import { endingAt } from '../../model/document/graph-edits';
import type { Schema } from '../../model/document/schema';
import { carries, preset, type Document } from '../../model/presets/presets';
import { narrowed, sourceOf, stopsTo, type StageChoice } from './cut-offs';

/** A stage whose models are not trained yet. */
export interface PresetStage {
  /** Ids; the lists of several are merged, each with the same weight. */
  presets: readonly string[];
  keep: number;
}

const RECALL = ['mind', 'two-tower'] as const;
const COARSE = 'two-tower';
const FINE = 'pre-ranker';

/** Of the catalogue, what is retrieved; between these. */
const RETRIEVED = { share: 1 / 5, least: 20, most: 1000 };
const ORDERED = { share: 1 / 2, least: 10 };
/** Of what is retrieved. */
const LISTED = { share: 1 / 10, least: 10, most: 20 };

/**
 * For any log: what its rows do not carry is left out, and so is a stage that would order by the one model that has
 * retrieved. Cut-offs are round numbers that grow with the catalogue, and no stage keeps more than there are items.
 */
export function standardFunnel(schema: Schema): PresetStage[] {
  const retrieved = roundWithin(schema.items, RETRIEVED);
  const recall = RECALL.filter((id) => carries(schema, preset(id)));
  const stages: PresetStage[] = [
    { presets: recall, keep: retrieved },
    ...(recall.length > 1 ? [{ presets: [COARSE], keep: roundWithin(retrieved, ORDERED) }] : []),
    { presets: [FINE], keep: roundWithin(retrieved, LISTED) },
  ];
  return narrowed(stages, schema.items);
}

/** The largest of 1, 2, 5, 10, 20, … within the share. */
function roundWithin(of: number, { share, least, most = Infinity }: { share: number; least: number; most?: number }) {
  const wanted = Math.min(most, Math.max(least, Math.floor(of * share)));
  return stopsTo(wanted + 1).at(-2)!;
}

/** Each once, in the order in which the stages name them. */
export const presetsIn = (stages: readonly PresetStage[]): string[] => [
  ...new Set(stages.flatMap(({ presets }) => presets)),
];

/** What of a preset is trained. @param until when each of its stages ends; null: as the preset says */
export function documentUntil(id: string, schema: Schema, until: Stage['until'] | null): Document {
  const { graph, settings } = preset(id).build(schema);
  return { graph, settings: until ? endingAt(settings, until) : settings };
}

/** The same stages of runs. @param runOf the run of a preset */
export const stagesOfRuns = (stages: readonly PresetStage[], runOf: (preset: string) => string): StageChoice[] =>
  stages.map(({ presets, keep }) => ({ sources: presets.map((id) => sourceOf(runOf(id))), rule: 'quota', keep }));
