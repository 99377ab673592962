/** A training step on adapters whose limits lie just above and just below what its tables need. */
import { describe, expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import type { Dataset } from '../../data/dataset';
import { openDevice, type Limits } from '../../engine/device';
import { nodeGpu } from '../../engine/node-gpu';
import { WeightStore } from '../../engine/optimizers/weights';
import { Storage } from '../../engine/storage';
import { watchBuffers } from '../../engine/testing';
import * as tf from '../../engine/tf';
import { judge } from '../check/judge';
import { CompiledGraph } from './compile';
import { schemaOf } from '../document/schema';
import { HISTORY, smallDataset, smallGraph, smallSettings } from '../harness/small-graph';
import { addWeights, TrainStep } from './train-step';

/** Rows of every table: far more bytes than anything else of a step. */
const ROWS = 2112;
const TABLE = ROWS * 4 * 4;
/** [user id, group] and [item id, genres] lie in an arena each. */
const ARENA = 2 * TABLE;
const small = smallDataset();
const dataset: Dataset = { ...small, fields: small.fields.map((field) => ({ ...field, rows: ROWS })) };

/** Three steps; every binding of every dispatch is looked at. */
async function train(limits: Limits, graph = smallGraph(), settings = smallSettings()) {
  const errors: string[] = [];
  const device = await openDevice({ gpu: nodeGpu, limits });
  device.onError((message) => errors.push(message));
  const gpu = device.gpu ?? expect.fail('no WebGPU');
  // Other files of this process may have left some.
  const before = tf.memory().numTensors;
  let [largest, most] = [0, 0];
  const buffers = watchBuffers(gpu);
  const bind = gpu.createBindGroup.bind(gpu);
  gpu.createBindGroup = (descriptor) => {
    const sizes = [...descriptor.entries].map(({ resource }) => {
      const { buffer, offset = 0, size } = resource as GPUBufferBinding;
      return size ?? buffer.size - offset;
    });
    largest = Math.max(largest, ...sizes);
    most = Math.max(most, sizes.length);
    return bind(descriptor);
  };
  const compiled = new CompiledGraph(judge(graph, schemaOf(dataset)));
  const store = new WeightStore();
  let step: TrainStep | null = null;
  const close = () => {
    step?.dispose();
    store.dispose();
  };
  try {
    Storage.allOrNone(() => addWeights(store, compiled, settings));
    step = Storage.allOrNone(() => new TrainStep(compiled, dataset, store, settings, settings.stages[0]!));
    const batches = createBatches(dataset, { batch: settings.batch, historyLength: HISTORY, seed: settings.seed });
    for (let at = 0; at < 3; at++) step.run(batches.at(at));
    const losses = (await step.ring.take()).rows.map(([loss]) => loss);
    const weights = new Map(
      await Promise.all(store.paths.map(async (path) => [path, await store.read(path)] as const)),
    );
    const arenas = new Set(
      ['users', 'groups', 'items', 'genres'].flatMap((table) =>
        store.places(`table/${table}`).map(({ arena }) => arena),
      ),
    ).size;
    close();
    return { arenas, largest, most, losses, weights };
  } catch (error) {
    close();
    return { error, bytes: buffers.liveBytes, tensors: tf.memory().numTensors - before };
  } finally {
    device.close();
    expect(errors).toEqual([]);
  }
}

describe('a step', () => {
  it('has the same bits whether its tables lie together, apart, or on eight storage buffers, and binds nothing beyond a limit', async () => {
    const { losses, weights, ...together } = await train({ maxStorageBufferBindingSize: ARENA });
    expect(together).toMatchObject({ arenas: 2, largest: ARENA });
    for (const [limits, arenas] of [
      [{ maxStorageBufferBindingSize: ARENA - 4 }, 4],
      [{ maxStorageBufferBindingSize: TABLE }, 4],
      [{ maxStorageBuffersPerShaderStage: 8 }, 2],
    ] as const) {
      const apart = await train(limits);
      expect(apart).toMatchObject({ arenas, largest: arenas === 4 ? TABLE : ARENA });
      // Two uniform buffers beside the storage buffers, at the most.
      if ('maxStorageBuffersPerShaderStage' in limits) expect(apart.most).toBeLessThanOrEqual(8 + 2);
      expect(apart.losses).toEqual(losses);
      expect(apart.weights).toEqual(weights);
    }
    expect(new Set(losses).size).toBe(3);
  });

  it('whose tables do not fit one by one has them in pieces, and the same bits', async () => {
    const { losses, weights } = await train({});
    const apart = await train({ maxStorageBufferBindingSize: TABLE - 4 });
    // Two pieces of each table, and no two of them fit one binding.
    expect(apart).toMatchObject({ arenas: 8 });
    expect(apart.largest).toBeLessThan(TABLE);
    expect(apart.losses).toEqual(losses);
    expect(apart.weights).toEqual(weights);
  });

  it('that makes a tensor beyond the limit is refused by its shape, with no tensor left of it', async () => {
    // Wider than the dense weights and than all tables.
    const [batch, hidden] = [48, 4096];
    const settings = smallSettings({
      batch,
      optimizers: [{ pattern: '*', rule: 'sgd', learningRate: 0.1, weightDecay: 0 }],
    });
    const refused = await train(
      { maxStorageBufferBindingSize: batch * hidden * 4 - 4 },
      smallGraph({ hidden }),
      settings,
    );
    expect(String(refused.error)).toMatch(/^LimitError: a tensor of \[48,4096\] needs 786,432 bytes/);
    expect(refused.tensors).toBe(0);
    expect(refused.bytes).toBeLessThan(1024);
  });
});
