import { describe, expect, it } from 'vitest';
import { openCpu, openDevice } from '../device';
import { nodeGpu } from '../node-gpu';
import { countDispatches, dispatches, flush, onGpu } from '../run-kernel';
import { numbers, relativeError } from '../testing';
import * as tf from '../tf';
import type { Group } from './hyperparameters';
import { Optimizer } from './optimizer';
import { WeightStore } from './weights';

const GROUPS: readonly Group[] = [
  { rule: 'adam', learningRate: 0.01, weightDecay: 0.1 },
  { rule: 'sgd', learningRate: 0.1, weightDecay: 0 },
  { rule: 'lazy-adam', learningRate: 0.05, weightDecay: 0 },
];
/** 14 weights of many sizes, in groups that take turns; one is frozen between them. */
const WEIGHTS = Array.from({ length: 15 }, (_, i) => ({
  path: `w${i}`,
  shape: [1 + ((i * 37) % 130)],
  group: GROUPS[i % 3]!,
  learns: i !== 7,
}));

/** Three steps on the backend of the moment. */
async function train(clipNorm: number | null) {
  const store = new WeightStore();
  store.addDense(WEIGHTS.map(({ path, shape }, i) => ({ path, shape, values: numbers(shape[0]!, i) })));
  const learning = WEIGHTS.filter(({ learns }) => learns);
  const optimizer = new Optimizer(
    store,
    { seed: 1, optimizers: GROUPS, clipNorm, schedule: { kind: 'constant', warmup: 0 } },
    learning,
    [],
    new Map(),
  );
  let count = 0;
  for (let step = 0; step < 3; step++) {
    if (onGpu()) flush();
    optimizer.write(step);
    const gradients = new Map(
      learning.map(({ path, shape }, i) => [path, tf.tensor1d(numbers(shape[0]!, 50 * (step + 1) + i))]),
    );
    const before = dispatches.count;
    optimizer.apply(gradients, new Map());
    count = dispatches.count - before;
    for (const gradient of gradients.values()) gradient.dispose();
  }
  const values = new Map<string, Float32Array>();
  for (const path of store.paths) values.set(path, await store.read(path));
  optimizer.dispose();
  store.dispose();
  return { values, count };
}

async function onLimit(maxStorageBuffersPerShaderStage: number, clipNorm: number | null) {
  const errors: string[] = [];
  const device = await openDevice({ gpu: nodeGpu, limits: { maxStorageBuffersPerShaderStage } });
  device.onError((message) => errors.push(message));
  countDispatches();
  const result = await train(clipNorm);
  device.close();
  expect(errors).toEqual([]);
  return result;
}

describe('the update of dense weights', () => {
  it.each([null, 2])(
    'takes as many dispatches as the bindings of the adapter ask for, with the same result (clipped at %s)',
    async (clipNorm) => {
      const [eight, ten, sixteen] = [
        await onLimit(8, clipNorm),
        await onLimit(10, clipNorm),
        await onLimit(16, clipNorm),
      ];
      const perStep = (chunks: number) => (clipNorm === null ? chunks : 2 * chunks + 1);
      expect([eight, ten, sixteen].map(({ count }) => count)).toEqual([perStep(3), perStep(2), perStep(1)]);
      expect(eight.values.get('w7')).toEqual(numbers(WEIGHTS[7]!.shape[0]!, 7));
      for (const other of [eight, ten]) {
        // The norm's parts are summed in another order where they come from more dispatches.
        if (clipNorm === null) expect(other.values).toEqual(sixteen.values);
        else
          for (const [path, values] of sixteen.values)
            expect(relativeError(other.values.get(path)!, values), path).toBeLessThan(1e-6);
      }
      const cpu = await openCpu();
      const plain = await train(clipNorm);
      cpu.close();
      for (const [path, values] of plain.values)
        expect(relativeError(sixteen.values.get(path)!, values), path).toBeLessThan(2e-6);
    },
  );
});
