/** Ready-made graphs, by id: a folder with a `preset.ts` registers itself. */
import type { Settings, TowerGraph } from '../document/graph';
import type { Schema } from '../document/schema';

export interface Document {
  graph: TowerGraph;
  settings: Settings;
}

/** What a preset says in a language, in `words.<language>.ts` beside it. */
export interface PresetWords {
  title: string;
  about: string;
}

export interface Preset {
  id: string;
  /** Among the presets as they are listed: the plain towers first, then what is built upon them. */
  place: number;
  /** The title of the graph it draws, whatever the language of the page. */
  title: string;
  /**
   * It reads pasts alone, and has a problem where a log has none: `time`, or `sessions`, which a column of the log
   * tells apart as well.
   */
  needs?: 'time' | 'sessions';
  /** It draws no two towers but what scores pairs. */
  isRanker?: true;
  /**
   * A document without problems for any data set of this schema, if it has what the preset needs. `width`: of
   * embeddings and towers; without it, one that suits the data.
   */
  build(schema: Schema, options?: { width?: number }): Document;
}

const found = Object.values(import.meta.glob<Preset>('./*/preset.ts', { eager: true, import: 'default' }));

/** The same preset, whose graphs say that it made them. */
function signing(preset: Preset): Preset {
  return {
    ...preset,
    build(schema, options) {
      const { graph, settings } = preset.build(schema, options);
      return { graph: { ...graph, madeFrom: { preset: preset.id } }, settings };
    },
  };
}

export const presets: ReadonlyMap<string, Preset> = new Map(
  found.toSorted((a, b) => a.place - b.place).map((preset) => [preset.id, signing(preset)]),
);

/** Whether a log has the pasts that a preset reads. */
export const carries = (
  { hasTime, hasSessions }: Pick<Schema, 'hasTime' | 'hasSessions'>,
  { needs }: Preset,
): boolean => needs === undefined || hasTime || (needs === 'sessions' && hasSessions === true);

/** What a graph began as, where that is a preset. */
export const presetOf = ({ madeFrom }: TowerGraph): Preset | undefined =>
  madeFrom && 'preset' in madeFrom ? presets.get(madeFrom.preset) : undefined;

/** @throws for an unknown id, naming the known ones */
export function preset(id: string): Preset {
  const known = presets.get(id);
  if (!known) throw new Error(`Unknown preset "${id}". Known presets: ${[...presets.keys()].sort().join(', ')}.`);
  return known;
}
