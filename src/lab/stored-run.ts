/**
 * What is found in the storage was written by an earlier page, perhaps an earlier version, perhaps half: it is checked
 * like any input.
 */
import * as v from 'valibot';
import type { Dataset } from '../data/dataset';
import { stateShapes } from '../engine/optimizers/rules';
import { judge } from '../model/check/judge';
import { ProblemsError } from '../model/document/problem';
import { CompiledGraph } from '../model/run/compile';
import type { Settings, TowerGraph } from '../model/document/graph';
import { parseGraph, parseSettings } from '../model/check/parse';
import { schemaOf } from '../model/document/schema';
import { matchesPath } from '../model/document/settings';
import { baselinesSchema } from './baselines-schema';
import type { Checkpoint, StoredRun } from './storage';
import type { DatasetSummary } from './describe-data';
import type { Baselines } from './evaluate/baseline-figures';
import type { Phase, Progress } from './progress';
import type { SeriesChunk } from './series';
import type { Metrics } from './evaluate/metrics';

/** A run brought back after a reload: data set, document, metrics so far; the session is 'paused' or 'done'. */
export interface RestoredRun {
  dataset: DatasetSummary;
  graph: TowerGraph;
  settings: Settings;
  phase: Phase;
  series: SeriesChunk[];
  baselines: Baselines;
  /** Of the weights on the test part; empty where they were not tested. */
  metrics: Metrics;
  progress: Progress;
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const floats = v.instance(Float32Array);
const weights = v.map(v.string(), floats);
const best = v.looseObject({ stage: v.optional(whole), step: whole, value: v.number(), weights });
const file = v.nullable(v.instance(File));

const recordSchema = v.looseObject({
  version: v.literal(1),
  source: v.variant('kind', [
    v.looseObject({ kind: v.literal('world'), id: v.string(), events: v.number(), seed: v.number() }),
    v.looseObject({
      kind: v.literal('files'),
      roles: v.looseObject({ log: v.array(v.unknown()) }),
      protocol: v.looseObject({ split: v.string() }),
    }),
  ]),
  files: v.nullable(v.looseObject({ log: file, items: file, users: file })),
  dialects: v.looseObject({}),
  fingerprint: v.string(),
  phase: v.string(),
  checkpoint: v.looseObject({
    step: whole,
    weights,
    moments: v.map(v.string(), v.array(floats)),
    best: v.nullable(best),
    // Not told apart by earlier pages.
    kept: v.optional(v.nullable(best)),
    sinceBest: whole,
    stage: whole,
    stageStart: whole,
  }),
  series: v.array(
    v.looseObject({ name: v.string(), steps: v.instance(Float64Array), values: v.instance(Float64Array) }),
  ),
  baselines: baselinesSchema,
  metrics: v.optional(v.record(v.string(), v.number())),
});

/** The record, or null where it is none that this version can continue. */
export function readStoredRun(record: unknown): StoredRun | null {
  if (!v.is(recordSchema, record)) return null;
  const stored = record as unknown as StoredRun;
  const graph = parseGraph(stored.graph);
  const settings = parseSettings(stored.settings);
  if (!graph.ok || !settings.ok || (stored.source.kind === 'files') !== stored.files?.log instanceof File) return null;
  return { ...stored, graph: graph.value, settings: settings.value, checkpoint: withKept(stored.checkpoint) };
}

/** Earlier pages kept the best of the stage that ran alone, and did not say of which stage it was. */
function withKept(checkpoint: Checkpoint): Checkpoint {
  const best = checkpoint.best && { ...checkpoint.best, stage: checkpoint.best.stage ?? checkpoint.stage };
  return { ...checkpoint, best, kept: checkpoint.kept ?? best };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** What was kept of a weight is what its rule keeps; a weight that does not learn has nothing. */
function fitsRule(
  moments: readonly Float32Array[] | undefined,
  { optimizers }: Settings,
  path: string,
  shape: readonly number[],
): boolean {
  if (!moments) return true;
  const rule = optimizers.find(({ pattern }) => matchesPath(pattern, path))?.rule ?? 'sgd';
  const sizes = stateShapes(rule, shape).map(sizeOf);
  return moments.length === sizes.length && moments.every(({ length }, i) => length === sizes[i]);
}

/** Its numbers belong to this data set and have the shapes of its graph. */
export function fitsData({ graph, settings, checkpoint, fingerprint }: StoredRun, dataset: Dataset): boolean {
  if (fingerprint !== dataset.fingerprint) return false;
  try {
    const { weights: needed } = new CompiledGraph(judge(graph, schemaOf(dataset)));
    return needed.every(({ path, shape }) => {
      const fits = (values: Float32Array | undefined): boolean => values?.length === sizeOf(shape);
      return (
        fits(checkpoint.weights.get(path)) &&
        [checkpoint.best, checkpoint.kept].every((best) => best === null || fits(best.weights.get(path))) &&
        fitsRule(checkpoint.moments.get(path), settings, path, shape)
      );
    });
  } catch (error) {
    if (error instanceof ProblemsError) return false;
    throw error;
  }
}
