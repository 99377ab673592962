/** Chunks of users and items are recorded once and replayed, with the numbers of a pass that is run anew. */
import { afterEach, expect, it, vi } from 'vitest';
import { createBatches } from '../../data/batches';
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import { Plan } from '../../engine/plan';
import { flush } from '../../engine/run-kernel';
import { onDevice, watchBuffers } from '../../engine/testing';
import type * as tf from '../../engine/tf';
import { schemaOf } from '../document/schema';
import { tinyDataset } from '../harness/tiny-log';
import { open } from '../harness/small-model';
import { preset } from '../presets/presets';
import { DeadUnits } from './dead-units';
import { Encoder, type UserRows } from './encode';

onDevice();
afterEach(() => vi.restoreAllMocks());

const dataset = tinyDataset();
const CHUNK = 16;

const read = async (tensor: tf.Tensor): Promise<Float32Array> => {
  const numbers = Float32Array.from(await tensor.data());
  tensor.dispose();
  return numbers;
};

/** What is encoded for users and for items; with dead units to be told of, the pass is run anew. */
async function encoded(encoder: Encoder, rows: UserRows, items: Uint32Array, anew: boolean) {
  const dead = anew ? new DeadUnits() : undefined;
  const { vectors, active } = encoder.encodeUsers(rows, dead);
  const numbers = {
    users: await read(vectors),
    active: active && (await read(active)),
    items: await read(encoder.encodeSomeItems(items, dead)),
  };
  dead?.dispose();
  return numbers;
}

it.each(['two-tower', 'comirec', 'sdm'])(
  'chunk after chunk with weights that change between them, to the bit: %s',
  async (id) => {
    const { graph, settings } = preset(id).build(schemaOf(dataset), { width: 8 });
    const model = open(graph, { ...settings, batch: CHUNK }, dataset);
    const { historyLength, windows, pastUsersLength } = model.compiled;
    const batches = createBatches(dataset, { batch: CHUNK, historyLength, windows, pastUsersLength, seed: 1 });
    const [recorded, replayed] = [vi.spyOn(Plan, 'record'), vi.spyOn(Plan.prototype, 'replay')];
    const encoder = new Encoder(model.compiled, dataset, model.store, CHUNK);
    for (let chunk = 0; chunk < 3; chunk++) {
      const { users, events, history, windows: own, items } = batches.at(chunk);
      const rows = { users, events, history, windows: own };
      // The last chunk is not full.
      const few = items.subarray(0, chunk === 2 ? 3 : CHUNK);
      const again = await encoded(encoder, rows, few, false);
      const anew = await encoded(encoder, rows, few, true);
      expect(again).toEqual(anew);
      expect([recorded.mock.calls.length, replayed.mock.calls.length]).toEqual([2, 2 * chunk]);
      for (const path of model.store.paths) {
        const values = await model.store.read(path);
        model.store.write(
          path,
          values.map((x) => 1.5 * x + 0.01),
        );
      }
    }
    encoder.encodeItems().dispose();
    expect(recorded).toHaveBeenCalledTimes(2);
    encoder.dispose();
    model.close();
  },
);

it('what is recorded is destroyed with the encoder', async () => {
  const { graph, settings } = preset('two-tower').build(schemaOf(dataset), { width: 8 });
  const model = open(graph, settings, dataset);
  const live = async (): Promise<number> => {
    const buffers = watchBuffers();
    const encoder = new Encoder(model.compiled, dataset, model.store, CHUNK);
    encoder.encodeItems().dispose();
    const { historyLength, windows, pastUsersLength } = model.compiled;
    const batches = createBatches(dataset, { batch: CHUNK, historyLength, windows, pastUsersLength, seed: 1 });
    disposeVectors(encoder.encodeUsers(batches.at(0)));
    flush();
    const bytes = buffers.liveBytes;
    encoder.dispose();
    buffers.end();
    expect(bytes).toBeGreaterThan(0);
    return buffers.liveBytes;
  };
  // What stays are sizes, which are kept with the device, and the copies that the callers gave back.
  await live();
  expect(await live()).toBe(0);
  model.close();
});
