/** The shaders of a run, compiled before they are needed, away from the thread that trains. */
import type { Batch } from '../../data/batches';
import { ItemIndex } from '../../engine/kernels/retrieval/item-index';
import { rankerOf } from '../../engine/kernels/retrieval/retrieval';
import { ScoreRanker } from '../../engine/kernels/retrieval/score-ranker';
import { WeightStore } from '../../engine/optimizers/weights';
import { Pipelines, type Shader } from '../../engine/pipelines';
import { rehearse } from '../../engine/rehearsal';
import type { Stage } from '../../model/document/graph';
import { addWeights, TrainStep } from '../../model/run/train-step';
import { measureVectors } from '../evaluate/measure-vectors';
import { SHOWN } from '../evaluate/metrics';
import { encodeTargets } from '../evaluate/model';
import { queryOf } from '../evaluate/query';
import { scoreCatalogue, usersTogether } from '../evaluate/ranker';
import type { Drawn } from './batches-of';
import { Serving } from './serving';

export interface RunShaders {
  /** What the first step waits for. */
  step: readonly Shader[];
  /** Of a step with live values, and of an evaluation, that the step has not. */
  later: readonly Shader[];
}

const NOTHING = new Float32Array(0);

/**
 * Resolves when the shaders of the stage's first step are compiled. What cannot be rehearsed is compiled when it runs:
 * there its error is said.
 * @returns compiles what comes later, beside the run: to be called when the first step is done
 */
export async function compileShaders(
  gpu: GPUDevice,
  drawn: Drawn,
  stage: Stage,
  batch: Batch,
  signal: AbortSignal,
  say: (shaders: { done: number; of: number }) => void,
): Promise<() => void> {
  const { step } = rehearsed(drawn, stage, batch, true);
  await Pipelines.of(gpu).compile(step, { waits: true, signal, onProgress: (done, of) => say({ done, of }) });
  return () => void inTurn(gpu, rehearsed(drawn, stage, batch).later, signal);
}

/** What is drawn, while nobody waits for it. */
export async function compileAll(
  gpu: GPUDevice,
  drawn: Drawn,
  stage: Stage,
  batch: Batch,
  signal: AbortSignal,
): Promise<void> {
  const { step, later } = rehearsed(drawn, stage, batch);
  await inTurn(gpu, [...step, ...later], signal);
}

/** One after the other: whatever else runs stays quick, and what is given up costs one shader more. */
async function inTurn(gpu: GPUDevice, shaders: readonly Shader[], signal: AbortSignal): Promise<void> {
  for (const shader of shaders) {
    if (signal.aborted) return;
    await Pipelines.of(gpu).compile([shader], { signal });
  }
}

function rehearsed(...drawn: Parameters<typeof shadersOf>): RunShaders {
  try {
    return shadersOf(...drawn);
  } catch {
    return { step: [], later: [] };
  }
}

/**
 * @param batch any of the run's: kernels are as large as its size says
 * @param stepAlone leaves out what comes later: a rehearsal of that takes as long again
 */
export function shadersOf(
  { compiled, dataset, settings }: Drawn,
  stage: Stage,
  batch: Batch,
  stepAlone = false,
): RunShaders {
  const weights = new WeightStore();
  let step: TrainStep | null = null;
  const [ofStep = [], ofProbes = [], ofEvaluation = []] = rehearse(
    () => {
      addWeights(weights, compiled, settings, () => NOTHING);
      step = new TrainStep(compiled, dataset, weights, settings, stage);
      step.run(batch);
    },
    ...(stepAlone ? [] : [() => step?.run(batch, true), () => evaluated(new Serving(compiled, dataset, weights))]),
  );
  return { step: ofStep, later: [...ofProbes, ...ofEvaluation] };
}

/** As far as it goes before it waits for the device. */
function evaluated(serving: Serving): void {
  const { compiled, dataset } = serving;
  const [first] = dataset.split.validation;
  if (!first) return;
  if (compiled.isRanker) {
    serving.catalogueScorer.keepItems();
    // A scan is written for so many users.
    const together = usersTogether(serving, dataset.split.validation.length);
    const ranker = new ScoreRanker(dataset.items.length, together);
    scoreCatalogue(ranker, serving, [first], 0);
    void ranker.rank(queryOf(dataset, [first], SHOWN));
    return;
  }
  const { encoder } = serving;
  const targets = dataset.split.validation.slice(0, encoder.userRows);
  const vectors = encoder.encodeSomeItems(Uint32Array.of(0));
  const index = new ItemIndex(dataset.items.length, vectors.shape[1]);
  index.write(0, vectors, 1);
  void rankerOf(index).add(encodeTargets(encoder, dataset, targets, compiled), queryOf(dataset, targets, SHOWN));
  void measureVectors(encoder, dataset, targets, compiled);
}
