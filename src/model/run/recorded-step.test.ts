/** A recorded step is the step itself, and runs nothing that is unsound. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Batch } from '../../data/batches';
import { Plan } from '../../engine/plan';
import { webgpuBackend } from '../../engine/run-kernel';
import { kernelsIn, onDevice, relativeError, unsound } from '../../engine/testing';
import * as tf from '../../engine/tf';
import { Encoder } from './encode';
import type { Settings, TowerGraph } from '../document/graph';
import { smallGraph, smallSettings } from '../harness/small-graph';
import { dataset, firstBatches, open, train } from '../harness/small-model';

onDevice();
afterEach(() => {
  vi.restoreAllMocks();
  return tf.setBackend('webgpu');
});

describe('a recorded step', () => {
  const settings = smallSettings({ clipNorm: 0.5, schedule: { kind: 'cosine', warmup: 2, steps: 8, floor: 0.1 } });
  const graph = smallGraph({ by: 'learnt', dropout: 0.3, learnTemperature: true });

  it('replayed is the step itself, run anew, on three batches that differ: losses, weights and moments to the bit', async () => {
    const batches = firstBatches(settings, 4);
    expect(new Set(batches.map(({ items }) => items.join())).size).toBe(4);
    const recorded = open(graph, settings);
    recorded.step.run(batches[0]!);
    await recorded.losses();
    for (const batch of batches.slice(1)) {
      const eager = open(graph, settings);
      for (const [path, values] of await recorded.weights()) eager.store.write(path, values);
      for (const [path, parts] of await recorded.moments()) eager.store.writeMoments(path, parts);
      eager.step.run(batch); // the first of its plan: executed, not replayed
      recorded.step.run(batch);
      expect(await recorded.losses()).toEqual(await eager.losses());
      expect(await recorded.weights()).toEqual(await eager.weights());
      expect(await recorded.moments()).toEqual(await eager.moments());
      eager.close();
    }
    recorded.close();
  });

  it('is recorded anew for another batch size, graph or parameter, and replayed after that: each time the losses and weights of the plain loops', async () => {
    const base = smallGraph();
    const variants: [string, TowerGraph, Settings][] = [
      ['first', base, smallSettings()],
      ['a larger batch', base, smallSettings({ batch: 24 })],
      ['one more layer', smallGraph({ deeper: true }), smallSettings()],
      ['another temperature', smallGraph({ temperature: 0.5 }), smallSettings()],
      ['another pooling', smallGraph({ by: 'recency' }), smallSettings()],
      [
        'other rules',
        base,
        smallSettings({
          optimizers: [
            { pattern: 'table/*', rule: 'row-adagrad', learningRate: 0.1, weightDecay: 0.01 },
            { pattern: '*', rule: 'sgd', learningRate: 0.1, weightDecay: 0 },
          ],
        }),
      ],
      ['with clipping, dropout and a schedule', graph, settings],
      ['first again', base, smallSettings()],
    ];
    const [recorded, replayed] = [vi.spyOn(Plan, 'record'), vi.spyOn(Plan.prototype, 'replay')];
    const all: Awaited<ReturnType<typeof train>>[] = [];
    for (const [name, own, set] of variants) {
      const batches = firstBatches(set, 4);
      recorded.mockClear();
      replayed.mockClear();
      const trained = await train(own, set, batches);
      expect([recorded.mock.calls.length, replayed.mock.calls.length], name).toEqual([1, 3]);
      await tf.setBackend('cpu');
      const plain = await train(own, set, batches);
      await tf.setBackend('webgpu');
      expect(relativeError(trained.losses, plain.losses), name).toBeLessThan(1e-5);
      for (const [path, values] of plain.weights)
        expect(relativeError(trained.weights.get(path)!, values), `${name}: ${path}`).toBeLessThan(1e-4);
      all.push(trained);
    }
    expect(all.at(-1)).toEqual(all[0]);
    // Each change has a say.
    expect(new Set(all.map(({ losses }) => losses.join())).size).toBe(variants.length - 1);
  });
});

it('a whole step and the towers apart run no kernel of tfjs that is unsound on WebGPU, and give none ids', async () => {
  const settings = smallSettings({ clipNorm: 0.5 });
  const model = open(smallGraph({ by: 'learnt', dropout: 0.3, learnTemperature: true }), settings);
  const encoder = new Encoder(model.compiled, dataset, model.store);
  const [batch] = firstBatches(settings, 1) as [Batch];
  const names = await kernelsIn(async () => {
    model.step.run(batch);
    const { vectors } = encoder.encodeUsers(batch);
    await vectors.data();
    vectors.dispose();
    encoder.encodeItems().dispose();
  });
  expect(names.size).toBeGreaterThan(3);
  expect(unsound(names)).toEqual([]);
  encoder.dispose();
  model.close();
});

it('users are encoded without a kernel of tfjs that shares a factor behind a barrier', async () => {
  const model = open(smallGraph(), smallSettings());
  const encoder = new Encoder(model.compiled, dataset, model.store);
  const { device } = webgpuBackend();
  const compiled = vi.spyOn(device, 'createShaderModule');
  const sharing = () => compiled.mock.calls.filter(([{ code }]) => code.includes('sharedBuf')).length;
  const { vectors } = encoder.encodeUsers(firstBatches(smallSettings(), 1)[0]!);
  expect(compiled).toHaveBeenCalled();
  expect(sharing()).toBe(0);
  tf.mul(vectors, tf.tensor1d([2])).dispose();
  expect(sharing(), 'what is looked for is what tfjs compiles').toBe(1);
  vectors.dispose();
  encoder.dispose();
  model.close();
});
