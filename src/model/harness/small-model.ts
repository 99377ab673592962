/** For tests: the small graph over the small log, compiled, with the step that trains it. */
import { createBatches, type Batch, type Batches } from '../../data/batches';
import type { Dataset } from '../../data/dataset';
import { WeightStore } from '../../engine/optimizers/weights';
import { judge } from '../check/judge';
import { CompiledGraph } from '../run/compile';
import type { Settings, TowerGraph } from '../document/graph';
import { schemaOf } from '../document/schema';
import { HISTORY, smallDataset, smallSettings } from './small-graph';
import { addWeights, TrainStep } from '../run/train-step';

export const dataset = smallDataset();

const batchesOf = ({ batch, seed }: Settings): Batches =>
  createBatches(dataset, { batch, historyLength: HISTORY, seed });

/** The first batches of the settings. */
export const firstBatches = (settings: Settings, count: number): Batch[] =>
  Array.from({ length: count }, (_, step) => batchesOf(settings).at(step));

const [stage] = smallSettings().stages;

/** By path. */
export type Weights = Map<string, Float32Array>;

/** A model on the backend of the moment, with the step that trains it in a stage that begins at `firstStep`. */
export function open(graph: TowerGraph, settings: Settings, data: Dataset = dataset, firstStep = 0) {
  const compiled = new CompiledGraph(judge(graph, schemaOf(data)));
  const store = new WeightStore();
  addWeights(store, compiled, settings);
  const step = new TrainStep(compiled, data, store, settings, stage!, firstStep);
  return {
    store,
    step,
    compiled,
    shapes: new Map(store.paths.map((path) => [path, store.shape(path)])),
    weights: async (): Promise<Weights> =>
      new Map(await Promise.all(store.paths.map(async (path) => [path, await store.read(path)] as const))),
    moments: async () =>
      new Map(
        await Promise.all(store.paths.map(async (path) => [path, (await store.readMoments(path)) ?? []] as const)),
      ),
    losses: async (): Promise<number[]> => (await step.ring.take()).rows.map(([loss]) => loss ?? Number.NaN),
    close() {
      step.dispose();
      store.dispose();
    },
  };
}

/** Losses of the batches and the weights after them, from fresh ones. */
export async function train(
  graph: TowerGraph,
  settings: Settings,
  batches: readonly Batch[],
): Promise<{ losses: number[]; weights: Weights }> {
  const model = open(graph, settings);
  for (const batch of batches) model.step.run(batch);
  const trained = { losses: await model.losses(), weights: await model.weights() };
  model.close();
  return trained;
}
