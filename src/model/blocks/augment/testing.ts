/** For tests: small graphs of the dual augmentation, differentiated and encoded as a session does it. */
import { createBatches, type Batch } from '../../../data/batches';
import { FIRST_VALUE, MISSING, type Dataset, type Field } from '../../../data/dataset';
import { streamOf, uniforms } from '../../../engine/kernels/counter-uniform/reference';
import { BLOCK } from '../../../engine/kernels/retrieval/item-index';
import { WeightStore } from '../../../engine/optimizers/weights';
import type { CompiledGraph } from '../../run/compile';
import type { Encoder } from '../../run/encode';
import { setParam } from '../../document/graph-edits';
import type { Rule, Settings, TowerGraph } from '../../document/graph';
import { drawDat, type DatParts } from '../../presets/dat/preset';
import { schemaOf } from '../../document/schema';
import { smallDataset } from '../../harness/small-graph';
import { addWeights, TrainStep } from '../../run/train-step';

export const SEED = 11;
export const WIDTH = 8;

/** Three categories; every fourth item has none. */
function withCategories(dataset: Dataset): Dataset {
  const category: Field = {
    name: 'category',
    owner: 'item',
    kind: 'categorical',
    rows: FIRST_VALUE + 3,
    vocabulary: ['a', 'b', 'c'],
    length: 1,
    ids: Uint32Array.from(dataset.items, (_, i) => (i % 4 === 3 ? MISSING : FIRST_VALUE + (i % 3))),
    weights: null,
  };
  return { ...dataset, fields: [...dataset.fields, category] };
}
export const dataset = withCategories(smallDataset());
export const schema = schemaOf(dataset);

/** Small and smooth; `dropout` false: the same numbers while training and when encoding. */
export function draw(parts: Partial<DatParts>, { dropout = false, given = schema } = {}): TowerGraph {
  let graph = drawDat('DAT', given, WIDTH, { base: 'history', augment: true, alignment: true, lists: false, ...parts });
  for (const { id, block, params } of graph.nodes) {
    if (block === 'mlp')
      graph = setParam(
        setParam(graph, id, 'widths', [6, (params['widths'] as number[])[1]!]),
        id,
        'activation',
        'tanh',
      );
    if (block === 'category-alignment') graph = setParam(graph, id, 'least', 2);
    if (dropout) continue;
    if (block === 'dropout') graph = setParam(graph, id, 'rate', 0);
    if (block === 'history' || block === 'past-users') graph = setParam(graph, id, 'dropout', 0);
  }
  return graph;
}

type Weights = ReadonlyMap<string, { shape: readonly number[]; values: Float32Array }>;
export const drawWeights = (compiled: CompiledGraph): Weights =>
  new Map(
    compiled.weights.map(({ path, shape }) => [
      path,
      {
        shape,
        values: uniforms(
          SEED,
          0,
          streamOf('weights', path),
          shape.reduce((a, b) => a * b, 1),
        ).map((u) => u - 0.5),
      },
    ]),
  );
export const batchesOf = (compiled: CompiledGraph, batch: number, data = dataset) =>
  createBatches(data, {
    batch,
    historyLength: compiled.historyLength,
    windows: compiled.windows,
    pastUsersLength: compiled.pastUsersLength,
    seed: SEED,
  });

export const settingsOf = (batch: number, rule: Rule, learningRate: number, weightDecay = 0): Settings => ({
  seed: SEED,
  batch,
  clipNorm: null,
  tablePrecision: 'float32',
  schedule: { kind: 'constant', warmup: 0 },
  stages: [],
  optimizers: [{ pattern: '*', rule, learningRate, weightDecay }],
});

/** A power of two: dividing a step by it is exact. */
const RATE = 1024;

/**
 * Terms and every gradient of one step under some of the objectives: plain descent leaves exactly the gradient behind.
 */
export async function differentiate(
  compiled: CompiledGraph,
  batch: Batch,
  terms: readonly string[] = ['*'],
  data = dataset,
) {
  const settings = settingsOf(batch.size, 'sgd', RATE);
  const weights = drawWeights(compiled);
  const store = new WeightStore();
  addWeights(store, compiled, settings);
  for (const [path, { values }] of weights) store.write(path, values);
  const step = new TrainStep(compiled, data, store, settings, {
    terms: [...terms],
    trainable: ['*'],
    until: { steps: 1 },
  });
  step.run(batch);
  const { rows } = await step.ring.take();
  const gradients = new Map<string, Float32Array>();
  for (const [path, { values }] of weights) {
    const after = await store.read(path);
    gradients.set(
      path,
      values.map((before, at) => (before - after[at]!) / RATE),
    );
  }
  const losses = new Map(step.columns.map((name, i) => [name, rows[0]![i]!]));
  step.dispose();
  store.dispose();
  return { losses, gradients };
}
export const reached = (gradients: ReadonlyMap<string, Float32Array>): string[] =>
  [...gradients].filter(([, gradient]) => gradient.some((x) => x !== 0)).map(([path]) => path);

/** Row by row, the vectors of the catalogue as the index holds them. */
export async function itemVectors(encoder: Encoder): Promise<Float32Array[]> {
  const index = encoder.encodeItems();
  const numbers = await index.chunks[0]!.storage.read();
  const vectors = Array.from({ length: index.rows }, (_, row) =>
    Float32Array.from(
      { length: index.width },
      (__, d) =>
        numbers[4 * ((Math.floor(row / BLOCK) * index.depth + Math.floor(d / 4)) * BLOCK + (row % BLOCK)) + (d % 4)]!,
    ),
  );
  index.dispose();
  return vectors;
}

/** Row of an owner in the table of a field with one slot. */
export const fieldRow = (name: string, owner: number): number =>
  dataset.fields.find((field) => field.name === name)!.ids[owner]!;

/** A row of a table, or of its gradient. */
export const rowOf = (gradient: Float32Array, row: number, width: number): number[] => [
  ...gradient.subarray(row * width, (row + 1) * width),
];
