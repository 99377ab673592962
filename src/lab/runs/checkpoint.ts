/** All numbers a run needs to go on as if it had not been interrupted. */
import type { Dataset } from '../../data/dataset';
import { stateShapes } from '../../engine/optimizers/rules';
import { judge } from '../../model/check/judge';
import { ProblemsError } from '../../model/document/problem';
import { CompiledGraph } from '../../model/run/compile';
import type { Settings, TowerGraph } from '../../model/document/graph';
import { schemaOf } from '../../model/document/schema';
import { matchesPath } from '../../model/document/optimizer-groups';

export interface Checkpoint {
  step: number;
  /** Weight path -> values. */
  weights: Map<string, Float32Array>;
  /**
   * Weight path -> what its update rule keeps, where it keeps anything: two moments, or one accumulator per row. What
   * steps keep for those after them, by the path of its node. And what teachers said (training/kept-teachers.ts).
   */
  moments: Map<string, Float32Array[]>;
  /** Of the stage that runs. */
  best: Best | null;
  /** Of all stages so far; the same as `best` where the stage that runs has it. */
  kept: Best | null;
  /** Evaluations since the best one. */
  sinceBest: number;
  /** Index into the settings' stages, and the step it began at. */
  stage: number;
  stageStart: number;
}

/** Weights with their figure on the validation part. `stage`: index into the settings' stages. */
export interface Best {
  stage: number;
  step: number;
  value: number;
  weights: Map<string, Float32Array>;
}

/** The best weights before an optimizer that has seen nothing. @param moments what teachers said */
export const atBest = (kept: Best, moments: Checkpoint['moments']): Checkpoint => ({
  step: kept.step,
  weights: kept.weights,
  moments,
  best: kept,
  kept,
  sinceBest: 0,
  stage: kept.stage,
  stageStart: kept.step,
});

/** What a checkpoint takes in a storage, in bytes; arrays that it holds twice are stored once. */
export function bytesOf({ weights, moments, best, kept }: Checkpoint): number {
  const arrays = new Set<Float32Array>();
  for (const values of [weights, best?.weights, kept?.weights])
    for (const array of values?.values() ?? []) arrays.add(array);
  for (const own of moments.values()) for (const array of own) arrays.add(array);
  let bytes = 0;
  for (const { byteLength } of arrays) bytes += byteLength;
  return bytes;
}

/** Of one run: whether both hold the same numbers. A rest after an evaluation, say, moves nothing. */
export function isSame(a: Checkpoint, b: Checkpoint): boolean {
  const isSameBest = (own: Best | null, other: Best | null): boolean =>
    own?.step === other?.step && own?.stage === other?.stage;
  return (
    a.step === b.step &&
    a.stage === b.stage &&
    a.stageStart === b.stageStart &&
    a.sinceBest === b.sinceBest &&
    isSameBest(a.best, b.best) &&
    isSameBest(a.kept, b.kept)
  );
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

/** Its numbers have the shapes of the graph on this data set. */
export function fitsGraph(
  checkpoint: Checkpoint,
  { graph, settings }: { graph: TowerGraph; settings: Settings },
  dataset: Dataset,
): boolean {
  try {
    const { weights: needed, memories } = new CompiledGraph(judge(graph, schemaOf(dataset)));
    const remembers = ({ path, shape }: (typeof memories)[number]): boolean => {
      const kept = checkpoint.moments.get(path);
      // Where a stage begins, nothing that was kept before is read.
      return kept ? kept[0]?.length === sizeOf(shape) : checkpoint.step <= checkpoint.stageStart;
    };
    if (!memories.every(remembers)) return false;
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
