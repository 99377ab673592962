/**
 * As a user of tfjs writes it: a product of some users with the whole table, then tf.topk; what was seen is left out of
 * a longer list.
 */
import { singles } from '../../engine/kernels/retrieval/whole-scores';
import { LimitError } from '../../engine/storage';
import * as tf from '../../engine/tf';
import { openStockDevice, type StockDevice } from '../implementations/stock-device';
import { SEEN, seenBy, WIDTH, type Catalogue } from './catalogue';
import type { Implementation } from './retriever';
import { movedBytes, tableBytes } from './work';

/** Users at once, where so many rows of scores fit a binding. */
const MOST_USERS = 32;
/** A call that would take longer is not made. */
const MOST_MS = 60_000;

export async function openStock(catalogue: Catalogue, gpu: GPU): Promise<Implementation> {
  const stock = await openStockDevice(gpu);
  try {
    return await prepare(catalogue, stock);
  } catch (error) {
    stock.close();
    throw error;
  }
}

async function prepare(catalogue: Catalogue, stock: StockDevice): Promise<Implementation> {
  const { setting } = catalogue;
  const { device } = stock;
  const limit = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
  if (tableBytes(setting) > limit) throw new LimitError('the table', tableBytes(setting), limit);
  // tf.topk fills rows up to a power of two.
  const block = Math.min(MOST_USERS, setting.users, Math.floor(limit / (4 * 2 ** Math.ceil(Math.log2(setting.items)))));
  const table = tf.tensor2d(singles(catalogue.items), [setting.items, WIDTH]);
  const users = tf.tensor2d(singles(catalogue.users), [setting.users, WIDTH]);
  const long = setting.top + SEEN;

  const best = async (first: number, count: number): Promise<ArrayLike<number>> => {
    const indices = tf.tidy(
      () => tf.topk(tf.matMul(tf.slice(users, [first, 0], [count, WIDTH]), table, false, true), long).indices,
    );
    const found = await indices.data();
    indices.dispose();
    stock.throwErrors();
    return found;
  };
  const timed = async (): Promise<number> => {
    const began = performance.now();
    await best(0, 1);
    return performance.now() - began;
  };
  // The first time compiles.
  const cold = await timed();
  const ms = cold * setting.users < MOST_MS ? cold : await timed();
  if (ms * setting.users > MOST_MS)
    throw new Error(`at the rate of its first user a call would take ${((ms * setting.users) / 1000).toFixed(0)} s`);

  return {
    device,
    tableBytes: tableBytes(setting),
    movedBytes: movedBytes(setting, block, true),
    enter: stock.enter,
    async retrieve() {
      const lists = new Uint32Array(setting.users * setting.top);
      for (let first = 0; first < setting.users; first += block) {
        const count = Math.min(block, setting.users - first);
        const found = await best(first, count);
        for (let row = 0; row < count; row++) {
          const seen = new Set(seenBy(catalogue, first + row));
          const left = Array.from({ length: long }, (_, place) => found[row * long + place]!).filter(
            (item) => !seen.has(item),
          );
          lists.set(left.slice(0, setting.top), (first + row) * setting.top);
        }
      }
      return lists;
    },
    close() {
      tf.dispose([table, users]);
      stock.close();
    },
  };
}
