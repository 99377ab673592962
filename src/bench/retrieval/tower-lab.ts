/** The project's own retrieval: an item index and `rankCatalogue`, as the lab uses them. */
import * as tf from '@tensorflow/tfjs';
import { openDevice } from '../../engine/device';
import { ItemIndex } from '../../engine/kernels/retrieval/item-index';
import type { ItemLists } from '../../engine/kernels/retrieval/reference';
import { rankCatalogue } from '../../engine/kernels/retrieval/retrieval';
import { usersHeld } from '../../engine/kernels/retrieval/scan';
import { singles } from '../../engine/kernels/retrieval/whole-scores';
import { SEEN, WIDTH, type Catalogue } from './catalogue';
import type { Implementation } from './retriever';
import { movedBytes } from './work';

/** Items written to the index at once. */
const ROWS = 8192;

export async function openTowerLab({ setting, items, users, seen }: Catalogue, gpu: GPU): Promise<Implementation> {
  const device = await openDevice({ gpu });
  if (!device.gpu) throw new Error('internal: WebGPU was asked for');
  const errors: string[] = [];
  device.onError((message) => errors.push(message));
  const index = new ItemIndex(setting.items, WIDTH);
  for (let first = 0; first < setting.items; first += ROWS) {
    const rows = Math.min(ROWS, setting.items - first);
    const part = tf.tensor2d(singles(items.subarray(first * WIDTH, (first + rows) * WIDTH)), [rows, WIDTH]);
    index.write(first, part);
    part.dispose();
  }
  const vectors = tf.tensor3d(singles(users), [setting.users, 1, WIDTH]);
  const listsOf = (each: number, of: Uint32Array): ItemLists => ({
    start: Uint32Array.from({ length: setting.users + 1 }, (_, user) => user * each),
    items: of,
  });
  const query = {
    users: setting.users,
    k: setting.top,
    seen: listsOf(SEEN, seen),
    targets: listsOf(0, new Uint32Array(0)),
  };
  return {
    device: device.gpu,
    tableBytes: index.chunks.reduce((sum, { storage }) => sum + 4 * storage.size, 0),
    movedBytes: movedBytes(setting, usersHeld(), false),
    async enter() {
      await tf.setBackend('webgpu');
      tf.env().set('WEBGPU_CPU_FORWARD', false);
    },
    async retrieve() {
      const { top } = await rankCatalogue({ vectors, active: null }, index, query);
      if (errors[0] !== undefined) throw new Error(`WebGPU: ${errors[0]}`);
      return top;
    },
    close() {
      vectors.dispose();
      index.dispose();
      device.close();
    },
  };
}
