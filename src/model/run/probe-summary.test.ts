/** Live values of a training step: they are what the blocks published, and reading them changes nothing. */
import { expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import { WeightStore } from '../../engine/optimizers/weights';
import { onDevice } from '../../engine/testing';
import { judge } from '../check/judge';
import { gradientKey } from '../check/probe';
import * as tf from '../../engine/tf';
import { CompiledGraph } from './compile';
import { ProbeSummary } from './probe-summary';
import { schemaOf } from '../document/schema';
import type { Settings } from '../document/graph';
import { HISTORY, smallDataset, smallGraph, smallSettings } from '../harness/small-graph';
import { addWeights, TrainStep } from './train-step';

onDevice();

const dataset = smallDataset();
const STEPS = 6;

/** Steps with live values wherever `probing` says so. */
async function train(probing: (step: number) => boolean, change: Partial<Settings> = {}, steps = STEPS) {
  const settings = smallSettings(change);
  const compiled = new CompiledGraph(judge(smallGraph({ by: 'learnt', learnTemperature: true }), schemaOf(dataset)));
  const store = new WeightStore();
  addWeights(store, compiled, settings);
  const step = new TrainStep(compiled, dataset, store, settings, settings.stages[0]!);
  const fresh = await store.readAll();
  const batches = createBatches(dataset, { batch: settings.batch, historyLength: HISTORY, seed: settings.seed });
  const readings = [];
  for (let at = 0; at < steps; at++) {
    step.run(batches.at(at), probing(at));
    // Asked for at once, while the next steps are already on their way.
    if (probing(at)) readings.push({ at, read: step.probes!.read() });
  }
  const read = await Promise.all(
    readings.map(async ({ at, read }) => ({
      at,
      values: new Map((await read).map(({ key, ...numbers }) => [key, numbers])),
    })),
  );
  const losses = (await step.ring.take()).rows.map(([loss]) => loss);
  const weights = new Map(await Promise.all(store.paths.map(async (path) => [path, await store.read(path)] as const)));
  step.dispose();
  store.dispose();
  return { read, losses, fresh, weights, compiled, batches };
}

it('a step learns the same with and without them, recorded and replayed', async () => {
  const plain = await train(() => false);
  const probed = await train((step) => step % 2 === 1);
  expect(probed.losses).toEqual(plain.losses);
  expect(probed.weights).toEqual(plain.weights);
});

it('they are the mean and spread over the real rows of the step’s batch', async () => {
  const { read, compiled, batches } = await train(() => true);
  expect(compiled.probes.map(({ key, labels }) => [key, labels.length])).toEqual([
    ['pool/weights', HISTORY],
    ['match/scale', 1],
    ['softmax/batchRecall', 1],
  ]);
  // Before anything was learnt the shares of a history are its mask and nothing else: equal parts fading by a half-life
  // of ten events.
  const batch = batches.at(0);
  const shares = Array.from({ length: batch.real }, (_, row) => {
    const fading = Array.from({ length: HISTORY }, (__, t) =>
      t >= HISTORY - batch.history.counts[row]! ? 2 ** (-(HISTORY - 1 - t) / 10) : 0,
    );
    const sum = fading.reduce((a, b) => a + b, 0);
    return fading.map((x) => (sum === 0 ? 0 : x / sum));
  });
  const { mean, spread } = read[0]!.values.get('pool/weights')!;
  for (let t = 0; t < HISTORY; t++) {
    const expected = shares.reduce((sum, row) => sum + row[t]!, 0) / batch.real;
    expect(mean[t]).toBeCloseTo(expected, 5);
    expect(spread[t]).toBeCloseTo(
      Math.sqrt(shares.reduce((sum, row) => sum + (row[t]! - expected) ** 2, 0) / batch.real),
      5,
    );
  }
  expect(read[0]!.values.get('match/scale')!.mean[0]).toBeCloseTo(1 / 0.2, 4);
  const recalls = read.map(({ values }) => values.get('softmax/batchRecall')!.mean[0]!);
  for (const recall of recalls) expect(recall >= 0 && recall <= 1).toBe(true);
  expect(read.map(({ values }) => values.get('match/scale')!.mean[0])).not.toEqual(
    read.map(() => read[0]!.values.get('match/scale')!.mean[0]),
  );
});

it('gradients have the norm by which plain descent moves the weights of a node', async () => {
  const rate = 0.5;
  const { read, fresh, weights } = await train(
    () => true,
    { optimizers: [{ pattern: '*', rule: 'sgd', learningRate: rate, weightDecay: 0 }] },
    1,
  );
  const moved = (node: string): number =>
    Math.hypot(
      ...[...weights].flatMap(([path, now]) =>
        path.includes(`/${node}/`) ? [...now].map((x, at) => (x - fresh.get(path)![at]!) / rate) : [],
      ),
    );
  const nodes = ['user-mlp', 'item-mlp', 'pool', 'match'];
  for (const node of nodes) {
    expect(moved(node), node).toBeGreaterThan(1e-4);
    expect(read[0]!.values.get(gradientKey(node))!.mean[0]! / moved(node), node).toBeCloseTo(1, 2);
  }
  expect([...read[0]!.values.keys()].filter((key) => key.endsWith('/gradient'))).toHaveLength(nodes.length);
});

it.each([
  ['of the rows and of columns behind them', [1, 2, 3, 90, 91], { sampled: 2 }],
  ['of what a ranker scores, the own item first', [1, 90, 2, 91, 3, 92], { candidates: 2 }],
  ['of the rows alone', [1, 2, 3], { sampled: 2, candidates: 2 }],
])('values %s are told of the real rows', async (_, column, beside) => {
  const summary = new ProbeSummary([{ key: 'gate', per: 'row', labels: ['a', 'b'] }]);
  const values = tf.tensor2d(column.map((x) => [x, 10 * x]));
  summary.take(new Map([['gate', values]]), tf.tensor1d([1, 0, 1]), beside);
  const [reading] = await summary.read();
  expect([...reading!.mean]).toEqual([2, 20]);
  expect([...reading!.spread]).toEqual([1, 10]);
  values.dispose();
  summary.dispose();
});
