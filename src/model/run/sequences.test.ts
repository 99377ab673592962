import { describe, expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import { WeightStore } from '../../engine/optimizers/weights';
import { countDispatches, dispatches } from '../../engine/run-kernel';
import { onDevice, relativeError } from '../../engine/testing';
import { graphOf, servedScores, tinyDataset } from '../harness/tiny-log';
import { judge } from '../check/judge';
import { CompiledGraph } from './compile';
import type { GraphNode, Settings } from '../document/graph';
import { schemaOf } from '../document/schema';
import { composeProgram } from '../torch/compose';
import { unpack, type ProgramOutput } from '../torch/packed';
import { programInput } from '../torch/program-input';
import { findTorch, runPython } from '../torch/run-python';
import { addWeights, TrainStep } from './train-step';

onDevice();

const WIDTH = 8;
const dataset = tinyDataset();
const schema = schemaOf(dataset);

/**
 * Two branches over one history, mixed by a gate, as SDM has them; beside them every pool that reads rows. Items are
 * laid flat.
 */
const graph = (memory: GraphNode['params'] = {}, length = 6) =>
  graphOf(
    { users: ['user id', WIDTH], segments: ['segment', WIDTH], items: ['item id', WIDTH], genres: ['genre', WIDTH] },
    {
      profile: ['fields', 'user', { tables: ['users', 'segments'] }],
      user: ['concat', 'user'],
      past: ['history', 'user', { tables: ['items', 'genres'], length, dropout: 0.2 }],
      times: ['event-times', 'user', { buckets: 5, finest: 2 }],
      memory: ['lstm', 'user', { width: WIDTH, ...memory }],
      attention: ['self-attention', 'user', { heads: 2 }],
      short: ['user-attention', 'user'],
      apart: ['user-attention', 'user', { apart: true }],
      long: ['mlp', 'user', { widths: [WIDTH], activation: 'tanh', lastLinear: false }],
      gate: ['gate-fusion', 'user'],
      newest: ['pool', 'user', { by: 'last' }],
      asked: ['pool', 'user', { by: 'attention' }],
      all: ['concat', 'user'],
      tower: ['mlp', 'user', { widths: [WIDTH] }],
      item: ['fields', 'item', { tables: ['items', 'genres'] }],
      'item-flat': ['concat', 'item'],
      'item-tower': ['mlp', 'item', { widths: [WIDTH] }],
      match: ['match', 'match', { score: 'inner' }],
      softmax: ['in-batch-softmax', 'objective'],
    },
    [
      'profile.fields > user.parts',
      'past.sequence > times.sequence',
      'times.sequence > memory.sequence',
      'memory.sequence > attention.sequence',
      'attention.sequence > short.sequence',
      'user.vector > short.query',
      'past.sequence > apart.sequence',
      'user.vector > apart.query',
      'apart.vector > long.vector',
      'user.vector > gate.user',
      'short.vector > gate.short',
      'long.vector > gate.long',
      'memory.sequence > newest.sequence',
      'past.sequence > asked.sequence',
      'gate.vector > all.parts',
      'newest.vector > all.parts',
      'asked.vector > all.parts',
      'all.vector > tower.vector',
      'item.fields > item-flat.parts',
      'item-flat.vector > item-tower.vector',
      'tower.vector > match.user',
      'item-tower.vector > match.item',
      'match.pairing > softmax.pairing',
    ],
  );

/** Plain descent by a power of two: a step leaves exactly the gradient behind. */
const RATE = 1024;
const settings: Settings = {
  seed: 11,
  batch: 16,
  clipNorm: null,
  tablePrecision: 'float32',
  schedule: { kind: 'constant', warmup: 0 },
  stages: [],
  optimizers: [{ pattern: '*', rule: 'sgd', learningRate: RATE, weightDecay: 0 }],
};
function open(drawn = graph()) {
  const compiled = new CompiledGraph(judge(drawn, schema));
  const store = new WeightStore();
  addWeights(store, compiled, settings);
  const step = new TrainStep(compiled, dataset, store, settings, {
    terms: ['*'],
    trainable: ['*'],
    until: { steps: 2 },
  });
  const batches = createBatches(dataset, {
    batch: settings.batch,
    historyLength: compiled.historyLength,
    seed: settings.seed,
  });
  return {
    compiled,
    store,
    step,
    batches,
    close: () => {
      step.dispose();
      store.dispose();
    },
  };
}
const largestOf = (values: Float32Array): number => values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

describe('a tower over sequences', () => {
  const python = findTorch();
  it.skipIf(!python && !process.env['CI'])(
    'is trained as its PyTorch program says, recorded and replayed',
    async () => {
      const { store, step, batches, close } = open();
      const fresh = new Map(
        await Promise.all(
          store.paths.map(
            async (path) => [path, { shape: store.shape(path), values: await store.read(path) }] as const,
          ),
        ),
      );
      step.run(batches.at(0));
      for (const [path, { values }] of fresh) store.write(path, values);
      const batch = batches.at(1);
      step.run(batch);
      const loss = (await step.ring.take()).rows.at(-1)![0]!;
      const twin = (await runPython(
        python!,
        composeProgram(graph(), schema),
        programInput({ graph: graph(), dataset, batch, seed: settings.seed, weights: fresh }),
        ['--float64'],
      )) as ProgramOutput;
      expect(Math.abs(loss / twin.loss - 1)).toBeLessThan(1e-5);
      expect(Object.keys(twin.gradients).sort()).toEqual([...fresh.keys()].sort());
      const largest = Math.max(...Object.values(twin.gradients).map((gradient) => largestOf(unpack(gradient))));
      for (const [path, { values }] of fresh) {
        const after = await store.read(path);
        const gradient = values.map((value, at) => (value - after[at]!) / RATE);
        const expected = unpack(twin.gradients[path]!);
        // Where a gradient is next to nothing, the weight it was taken from rounds it.
        if (largestOf(expected) > 1e-5 * largest) expect(relativeError(gradient, expected), path).toBeLessThan(1e-4);
      }
      close();
    },
  );

  it('costs at most 140 dispatches a step, however long the history is, and six for one more layer of memory', () => {
    const count = (drawn: ReturnType<typeof graph>): number => {
      const { step, batches, close } = open(drawn);
      countDispatches();
      const before = dispatches.count;
      step.run(batches.at(0));
      const found = dispatches.count - before;
      close();
      return found;
    };
    const [short, long, deep] = [
      count(graph({}, 3)),
      count(graph({}, 9)),
      count(graph({ layers: 3, dropout: 0, residual: false })),
    ];
    const shallow = count(graph({ layers: 2, dropout: 0, residual: false }));
    expect(long).toBe(short);
    expect(long).toBeLessThanOrEqual(140);
    expect(deep - shallow).toBe(6);
  });

  it('serves every user, those without a past too, and draws nothing for it', async () => {
    const { compiled, store, close } = open();
    const scores = await servedScores(compiled, dataset, store);
    expect(scores.every(Number.isFinite)).toBe(true);
    expect(await servedScores(compiled, dataset, store)).toEqual(scores);
    close();
  });
});
