/** The project's own retrieval: an item index and `rankCatalogue`, as the lab uses them. */
import { openCpu, openDevice, type Device } from '../../engine/device';
import { ItemIndex } from '../../engine/kernels/retrieval/item-index';
import type { ItemLists } from '../../engine/kernels/retrieval/reference';
import { MOST_USERS, rankCatalogue } from '../../engine/kernels/retrieval/retrieval';
import { usersHeld } from '../../engine/kernels/retrieval/scan';
import { singles } from '../../engine/kernels/retrieval/whole-scores';
import * as tf from '../../engine/tf';
import { SEEN, WIDTH, type Catalogue } from './catalogue';
import type { Implementation } from './retriever';
import { movedBytes } from './work';

/** Items written to the index at once. */
const ROWS = 8192;

export const openTowerLab = async (catalogue: Catalogue, gpu: GPU): Promise<Implementation> =>
  retrieverOn(await openDevice({ gpu }), catalogue);

/** Without WebGPU, in one thread. */
export const openTowerLabOnCpu = async (catalogue: Catalogue): Promise<Implementation> =>
  retrieverOn(await openCpu(), catalogue);

function retrieverOn(device: Device, { setting, items, users, seen }: Catalogue): Implementation {
  const errors: string[] = [];
  device.onError((message) => errors.push(message));
  const index = new ItemIndex(setting.items, WIDTH);
  for (let first = 0; first < setting.items; first += ROWS) {
    const rows = Math.min(ROWS, setting.items - first);
    const part = tf.tensor2d(singles(items.subarray(first * WIDTH, (first + rows) * WIDTH)), [rows, WIDTH]);
    index.write(first, part);
    part.dispose();
  }
  const calls = Array.from({ length: Math.ceil(setting.users / MOST_USERS) }, (_, call) => {
    const [from, end] = [call * MOST_USERS, Math.min((call + 1) * MOST_USERS, setting.users)];
    const count = end - from;
    const listsOf = (each: number, of: Uint32Array): ItemLists => ({
      start: Uint32Array.from({ length: count + 1 }, (_, user) => user * each),
      items: of.subarray(from * each, end * each),
    });
    return {
      from,
      vectors: tf.tensor3d(singles(users.subarray(from * WIDTH, end * WIDTH)), [count, 1, WIDTH]),
      query: { users: count, k: setting.top, seen: listsOf(SEEN, seen), targets: listsOf(0, new Uint32Array(0)) },
    };
  });
  return {
    device: device.gpu,
    tableBytes: index.chunks.reduce((sum, { storage }) => sum + 4 * storage.size, 0),
    movedBytes: movedBytes(setting, usersHeld(), false),
    async enter() {
      await tf.setBackend(device.backend);
      tf.env().set('WEBGPU_CPU_FORWARD', false);
    },
    async retrieve() {
      const lists = new Uint32Array(setting.users * setting.top);
      for (const { from, vectors, query } of calls)
        lists.set((await rankCatalogue({ vectors, active: null }, index, query)).top, from * setting.top);
      if (errors[0] !== undefined) throw new Error(`WebGPU: ${errors[0]}`);
      return lists;
    },
    close() {
      for (const { vectors } of calls) vectors.dispose();
      index.dispose();
      device.close();
    },
  };
}
