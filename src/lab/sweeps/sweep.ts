/**
 * A sweep: one drawing trained over seeds, or over values of one parameter or setting, or both, each a run of its own.
 * Every run holds the whole plan, so that the rest can be gone on with wherever one of them is.
 */
import { checkSettings } from '../../model/check/parse';
import type { Json, Settings, TowerGraph } from '../../model/document/graph';
import { endingAt, nodeById, setParam } from '../../model/document/graph-edits';
import { checkParam } from '../../model/document/params';
import type { Schema } from '../../model/document/schema';
import { spareFields, withoutField } from '../../model/edits/leave-out';
import { findBlock } from '../../model/nodes/registry';

export interface SweepPlan {
  id: string;
  /** What is varied: a setting, '<node>.<parameter>', or `WITHOUT`; null where only the seed is. */
  vary: string | null;
  /** Of what is varied, in their order; none where only the seed is. */
  values: readonly Json[];
  seeds: readonly number[];
}

/** Of a run; its seed is that of its settings. */
export interface SweepPlace extends SweepPlan {
  value: Json | null;
}

export interface Document {
  graph: TowerGraph;
  settings: Settings;
}

/** What one run of a sweep has of its own. */
export interface Cell {
  value: Json | null;
  seed: number;
}

/** In the order in which they are trained: all seeds of a value before the next value. */
export const cellsOf = ({ vary, values, seeds }: SweepPlan): Cell[] =>
  (vary === null ? [null] : values).flatMap((value) => seeds.map((seed) => ({ value, seed })));

export const sameCell = (a: Cell, b: Cell): boolean =>
  a.seed === b.seed && JSON.stringify(a.value) === JSON.stringify(b.value);

/**
 * Settings that can be varied, each as one value: learning rates and decays of all groups, the end of all stages. What
 * comes back is checked.
 */
const SETTINGS: Readonly<Record<string, (settings: Settings, value: never) => Settings>> = {
  batch: (settings, batch) => ({ ...settings, batch }),
  learningRate: (settings, learningRate) => ofGroups(settings, { learningRate }),
  weightDecay: (settings, weightDecay) => ofGroups(settings, { weightDecay }),
  clipNorm: (settings, clipNorm) => ({ ...settings, clipNorm }),
  tablePrecision: (settings, tablePrecision) => ({ ...settings, tablePrecision }),
  warmup: (settings, warmup) => ({ ...settings, schedule: { ...settings.schedule, warmup } }),
  epochs: (settings, epochs) => endingAt(settings, { epochs }),
  steps: (settings, steps) => endingAt(settings, { steps }),
};
export const VARIED_SETTINGS: readonly string[] = Object.keys(SETTINGS);

const ofGroups = (settings: Settings, change: Partial<Settings['optimizers'][number]>): Settings => ({
  ...settings,
  optimizers: settings.optimizers.map((group) => ({ ...group, ...change })),
});

/**
 * Each value is a field that is left out, wherever the drawing reads it, or `NOTHING`: what training without a field
 * loses is what it is worth, beside what gates and shuffling say of it.
 */
export const WITHOUT = 'without';
export const NOTHING = 'nothing';

/** What may be left out of a drawing. */
export const leftOutValues = (graph: TowerGraph, schema: Schema): string[] => [NOTHING, ...spareFields(graph, schema)];

/** `allowed`: what there is, or what it takes. */
export interface VaryFault {
  code: 'no-setting' | 'no-node' | 'no-parameter' | 'bad-value';
  /** The name, or the value, that is none. */
  got: string;
  allowed: string;
}

/** What a run of the sweep trains, or what is wrong with its value. */
export function documentAt(
  { graph, settings }: Document,
  schema: Schema,
  vary: string | null,
  { value, seed }: Cell,
): { ok: true; document: Document } | { ok: false; fault: VaryFault } {
  const seeded = { ...settings, seed };
  if (vary === null || value === null) return { ok: true, document: { graph, settings: seeded } };
  if (vary === WITHOUT) {
    const left = value === NOTHING ? graph : withoutField(graph, String(value), schema);
    return left
      ? { ok: true, document: { graph: left, settings: seeded } }
      : {
          ok: false,
          fault: { code: 'bad-value', got: String(value), allowed: leftOutValues(graph, schema).join(', ') },
        };
  }
  const dot = vary.lastIndexOf('.');
  if (dot >= 0) {
    const changed = withParam(graph, vary.slice(0, dot), vary.slice(dot + 1), value);
    return 'code' in changed
      ? { ok: false, fault: changed }
      : { ok: true, document: { graph: changed, settings: seeded } };
  }
  const change = SETTINGS[vary];
  if (!change)
    return { ok: false, fault: { code: 'no-setting', got: vary, allowed: [...VARIED_SETTINGS, WITHOUT].join(', ') } };
  const changed = change(seeded, value as never);
  const parsed = checkSettings(changed);
  if (parsed.ok) return { ok: true, document: { graph, settings: changed } };
  const allowed = String(parsed.problems[0]?.values['allowed'] ?? '');
  return { ok: false, fault: { code: 'bad-value', got: JSON.stringify(value), allowed } };
}

function withParam(graph: TowerGraph, id: string, name: string, value: Json): TowerGraph | VaryFault {
  const node = nodeById(graph, id);
  if (!node) return { code: 'no-node', got: id, allowed: graph.nodes.map((known) => known.id).join(', ') };
  const specs = findBlock(node.block)?.params ?? {};
  const spec = specs[name];
  if (!spec) return { code: 'no-parameter', got: name, allowed: Object.keys(specs).join(', ') };
  const wrong = checkParam(spec, value);
  if (wrong) return { code: 'bad-value', got: String(wrong['got']), allowed: String(wrong['allowed']) };
  return setParam(graph, id, name, value);
}

/** A list as it is written: numbers, switches and lists as JSON has them, anything else a word; lists keep commas. */
export const valuesIn = (text: string): Json[] =>
  text
    .split(/,(?![^[]*\])/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      try {
        return JSON.parse(part) as Json;
      } catch {
        return part;
      }
    });
