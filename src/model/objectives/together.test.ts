/** All objectives in one graph: each term against PyTorch, recorded once and replayed with other batches. */
import { expect, it } from 'vitest';
import { createBatches, type Batch } from '../../data/batches';
import { FIRST_VALUE, MISSING, type Dataset, type Field } from '../../data/dataset';
import { giveTeacher, standardised } from '../../data/teacher-vectors';
import { streamOf, uniforms } from '../../engine/kernels/counter-uniform/reference';
import { WeightStore } from '../../engine/optimizers/weights';
import { onDevice } from '../../engine/testing';
import { judge } from '../check/judge';
import { CompiledGraph } from '../run/compile';
import type { GraphEdge, Json, Settings, TowerGraph } from '../document/graph';
import { schemaOf } from '../document/schema';
import { smallDataset, smallGraph } from '../harness/small-graph';
import { composeProgram } from '../torch/compose';
import { unpack, type ProgramOutput } from '../torch/packed';
import { programInput } from '../torch/program-input';
import { findTorch, runPython } from '../torch/run-python';
import { addWeights, TrainStep } from '../run/train-step';
import { objectives } from './objectives';

onDevice();
const python = findTorch();
const SEED = 11;
const BATCH = 19;

/** Every fourth item has no category. */
const small = smallDataset();
const categories: Field = {
  name: 'category',
  owner: 'item',
  kind: 'categorical',
  rows: FIRST_VALUE + 3,
  vocabulary: ['a', 'b', 'c'],
  length: 1,
  ids: Uint32Array.from(small.items, (_, i) => (i % 4 === 3 ? MISSING : FIRST_VALUE + (i % 3))),
  weights: null,
};
/** Two tags or one, and every fifth item none. */
const tags: Field = {
  name: 'tags',
  owner: 'item',
  kind: 'bag',
  rows: FIRST_VALUE + 4,
  vocabulary: ['k', 'l', 'm', 'n'],
  length: 2,
  ids: Uint32Array.from(
    small.items.flatMap((_, i) =>
      i % 5 === 4
        ? [MISSING, MISSING]
        : i % 2
          ? [FIRST_VALUE + (i % 4), FIRST_VALUE + ((i + 1) % 4)]
          : [FIRST_VALUE + (i % 4), MISSING],
    ),
  ),
  weights: Float32Array.from(small.items.flatMap((_, i) => (i % 5 !== 4 && i % 2 ? [0.5, 0.5] : [1, 0]))),
};
const dataset: Dataset = { ...small, fields: [...small.fields, categories, tags] };
const schema = schemaOf(dataset);
/** Frozen towers, two vectors of a user. */
const numbers = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, at) => Math.sin(1 + at * 1.7));
const frozen = standardised(dataset, numbers(dataset.users.length * 2 * 3), numbers(dataset.items.length * 3));
giveTeacher(dataset, 'towers', frozen);

/** Parameters that are not the defaults where a graph would not run, or show less, with them. */
const PARAMS: Record<string, Record<string, Json>[]> = {
  // With sampled items the item side has more rows than the user side, for every objective.
  'in-batch-softmax': [{ direction: 'both' }, { sampling: 'uniform', sampled: 7 }],
  gbce: [{ sampled: 7 }],
  'bad-case-softmax': [
    { field: 'category', threshold: 0.5, sampled: 7 },
    { teacher: 'co-occurrence', length: 5, threshold: 0.9, sampled: 7 },
    { teacher: 'text', field: 'tags', length: 5, threshold: 0.5, sampled: 7 },
    { teacher: 'run', run: 'towers', threshold: 0.5, sampled: 7 },
  ],
  'in-batch-bce': [{ learnBias: true, bias: -1 }],
  triplet: [{ choose: 'hardest' }, { form: 'distance' }],
  mimic: [{ side: 'user' }, { side: 'item' }],
  classification: [{ field: 'category' }, { field: 'tags', rowWeights: false }],
  'category-alignment': [
    { field: 'category', least: 2 },
    { field: 'tags', least: 2 },
  ],
};

/** The user's vector and what a layer makes of it, as interests; both vectors in classes; gates of item fields. */
const BESIDE: Pick<TowerGraph, 'nodes' | 'edges'> = {
  nodes: [
    { id: 'other', block: 'mlp', side: 'user', params: { widths: [4] }, at: [0, 0] },
    { id: 'stack', block: 'stack', side: 'user', params: {}, at: [0, 0] },
    { id: 'gate', block: 'field-gate', side: 'item', params: { temperature: 1 }, at: [0, 0] },
    { id: 'odds', block: 'odds-match', side: 'match', params: { temperature: 0.5 }, at: [0, 0] },
  ],
  edges: [
    { from: { node: 'user-mlp', output: 'vector' }, to: { node: 'other', input: 'vector' } },
    { from: { node: 'user-mlp', output: 'vector' }, to: { node: 'stack', input: 'vectors' } },
    { from: { node: 'other', output: 'vector' }, to: { node: 'stack', input: 'vectors' } },
    { from: { node: 'item-fields', output: 'fields' }, to: { node: 'gate', input: 'fields' } },
    { from: { node: 'user-mlp', output: 'vector' }, to: { node: 'odds', input: 'user' } },
    { from: { node: 'item-mlp', output: 'vector' }, to: { node: 'odds', input: 'item' } },
  ],
};

/** What feeds an input, by its name; else the last layer of a tower. */
const SOURCES: Record<string, GraphEdge['from']> = {
  pairing: { node: 'match', output: 'pairing' },
  interests: { node: 'stack', output: 'interests' },
  classes: { node: 'odds', output: 'classes' },
  penalty: { node: 'gate', output: 'penalty' },
};

/** Two towers with one node or more of every objective. Their last layers stand for augmented vectors. */
function everyObjective(): TowerGraph {
  const graph = smallGraph();
  const kept = graph.nodes.filter(({ side }) => side !== 'objective');
  // Those of a ranker score candidates, of which two towers have none.
  const added = [...objectives.values()]
    .filter(({ candidates }) => !candidates)
    .flatMap(({ id, inputs }) =>
      (PARAMS[id] ?? [{}]).map((params, i) => ({ id: `${id}-${i}`, block: id, params, inputs })),
    );
  return {
    ...graph,
    nodes: [
      ...kept,
      ...BESIDE.nodes,
      ...added.map(({ id, block, params }) => ({
        id,
        block,
        params,
        side: 'objective' as const,
        at: [0, 0] as [number, number],
      })),
    ],
    edges: [
      ...graph.edges.filter(({ to }) => kept.some(({ id }) => id === to.node)),
      ...BESIDE.edges,
      ...added.flatMap(({ id, params, inputs }) =>
        Object.keys(inputs).map((input) => ({
          from: SOURCES[input] ?? {
            node: `${input === 'vector' ? 'item' : String(params['side'] ?? 'user')}-mlp`,
            output: 'vector',
          },
          to: { node: id, input },
        })),
      ),
    ],
  };
}

const graph = everyObjective();
const compiled = new CompiledGraph(judge(graph, schema));
const weights = new Map(
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
const batches = createBatches(dataset, {
  batch: BATCH,
  historyLength: compiled.historyLength,
  seed: SEED,
  sampled: compiled.sampled,
});

/**
 * Losses of the batches in their order, by column of the ring, and the sum of all gradients: steps that only descend,
 * from weights they do not see move.
 */
async function train(given: readonly Batch[], rate: number) {
  const settings: Settings = {
    seed: SEED,
    batch: BATCH,
    clipNorm: null,
    tablePrecision: 'float32',
    schedule: { kind: 'constant', warmup: 0 },
    stages: [],
    optimizers: [{ pattern: '*', rule: 'sgd', learningRate: rate, weightDecay: 0 }],
  };
  const store = new WeightStore();
  addWeights(store, compiled, settings);
  for (const [path, { values }] of weights) store.write(path, values);
  const step = new TrainStep(compiled, dataset, store, settings, {
    terms: ['*'],
    trainable: ['*'],
    until: { steps: 1 },
  });
  for (const batch of given) step.run(batch);
  const { rows } = await step.ring.take();
  const gradients = new Map(
    await Promise.all(
      [...weights].map(async ([path, { values }]) => {
        const after = await store.read(path);
        return [path, values.map((before, at) => (before - after[at]!) / rate)] as const;
      }),
    ),
  );
  const { columns } = step;
  step.dispose();
  store.dispose();
  return { columns, losses: rows.map((row) => Array.from(row)), gradients };
}

const twinOf = async (batch: Batch, ...options: string[]) =>
  (await runPython(
    python!,
    composeProgram(graph, schema),
    programInput({ graph, dataset, batch, seed: SEED, weights }),
    options,
  )) as ProgramOutput;

it.skipIf(!python && !process.env['CI'])(
  'every term and every gradient agree with PyTorch, and the twin with finite differences',
  async () => {
    const batch = batches.at(batches.stepsPerEpoch - 1);
    // A power of two: dividing a step by it is exact.
    const { columns, losses, gradients } = await train([batch], 1024);
    const twin = await twinOf(batch, '--gradcheck');
    const terms = columns.slice(1);
    expect(terms).toEqual(compiled.objectives);
    terms.forEach((node, i) => {
      const expected = unpack(twin.outputs[node]!['loss']!['values']!)[0]!;
      expect(Math.abs(expected), node).toBeGreaterThan(1e-4);
      expect(Math.abs(losses[0]![i + 1]! / expected - 1), node).toBeLessThan(1e-4);
    });
    for (const [path, gradient] of gradients) {
      const expected = unpack(twin.gradients[path]!);
      const size = Math.max(...expected.map(Math.abs));
      gradient.forEach((x, at) =>
        expect(Math.abs(x - expected[at]!), `${path} at ${at}`).toBeLessThan(2e-4 * size + 1e-12),
      );
    }
    expect(twin.gradcheck).toBe(true);
  },
  120_000,
);

/** As where one click in fifty is bought and bought rows alone weigh: most batches have none. */
const weightless: Batch = { ...batches.at(0), weight: new Float32Array(BATCH) };
const weighed = graph.nodes.filter(({ block, params }) => {
  const known = objectives.get(block)?.params;
  return known !== undefined && 'rowWeights' in known && params['rowWeights'] !== false;
});

it('a batch whose rows all weigh 0 teaches nothing where weights count, and nothing that is no number', async () => {
  const { columns, losses, gradients } = await train([weightless], 1024);
  expect(weighed.length).toBeGreaterThan(8);
  for (const { id } of weighed) expect([id, losses[0]![columns.indexOf(id)]]).toEqual([id, 0]);
  expect(losses.flat().filter((loss) => !Number.isFinite(loss))).toEqual([]);
  expect([...gradients].filter(([, values]) => !values.every(Number.isFinite))).toEqual([]);
});

it.skipIf(!python && !process.env['CI'])(
  'and so it does in PyTorch',
  async () => {
    const { outputs, gradients } = await twinOf(weightless);
    for (const { id } of weighed) expect([id, unpack(outputs[id]!['loss']!['values']!)[0]]).toEqual([id, 0]);
    for (const [path, values] of Object.entries(gradients))
      expect([path, unpack(values).every(Number.isFinite)]).toEqual([path, true]);
  },
  120_000,
);

it('a recorded step sees the lists and categories of each new batch', async () => {
  const given = [0, 1, 2, 3].map((step) => batches.at(step));
  // Weights that hardly move: replays are compared with steps that begin anew.
  const replayed = await train(given, 2 ** -40);
  for (const [at, batch] of given.entries()) {
    const { losses } = await train([batch], 2 ** -40);
    replayed.losses[at]!.forEach((loss, column) =>
      expect(loss, `${replayed.columns[column]} in step ${at}`).toBeCloseTo(losses[0]![column]!, 5),
    );
  }
  for (const [column, name] of replayed.columns.entries())
    expect(new Set(replayed.losses.map((row) => row[column]!.toFixed(4))).size, name).toBe(given.length);
});
