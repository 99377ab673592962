/** The size the engine is built for: top 100 of a million items of 64 numbers, for 256 users, in little memory beside the table. */
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { webgpuBackend } from '../../run-kernel';
import { onDevice } from '../../testing';
import { ItemIndex } from './item-index';
import { NOTHING } from './reference';
import { rankCatalogue } from './retrieval';

onDevice();

const ITEMS = 1_000_000;
const WIDTH = 64;
const USERS = 256;
const K = 100;

/** Whole numbers of 256ths in [-1, 1): products and sums of 64 of them are exact in single precision, in any order. */
function wholes(count: number, seed: number): Int16Array {
  const values = new Int16Array(count);
  let state = seed;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    values[i] = state >> 23;
  }
  return values;
}

const singles = (values: Int16Array): Float32Array => {
  const out = new Float32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = (values[i] ?? 0) / 256;
  return out;
};

/** Whole scores of all items for a user. */
function scoresOf(user: Int16Array, items: Int16Array): Int32Array {
  const scores = new Int32Array(items.length / WIDTH);
  for (let item = 0; item < scores.length; item++) {
    let sum = 0;
    for (let d = 0; d < WIDTH; d++) sum += (user[d] ?? 0) * (items[item * WIDTH + d] ?? 0);
    scores[item] = sum;
  }
  return scores;
}

/** The k best by a plain loop: best first, ties by lowest index. */
function bestOf(scores: Int32Array, k: number, gone: ReadonlySet<number>): number[] {
  const best: number[] = [];
  for (let item = 0; item < scores.length; item++) {
    const score = scores[item] ?? 0;
    if ((best.length === k && score <= (scores[best[k - 1] ?? 0] ?? 0)) || gone.has(item)) continue;
    let place = Math.min(best.length, k - 1);
    for (; place > 0 && (scores[best[place - 1] ?? 0] ?? 0) < score; place--) best[place] = best[place - 1] ?? 0;
    best[place] = item;
  }
  return best;
}

it('is exact against a plain loop, with less than 64 MiB beside the table', async () => {
  const items = wholes(ITEMS * WIDTH, 1);
  const users = wholes(USERS * WIDTH, 2);
  const index = new ItemIndex(ITEMS, WIDTH);
  const rows = 50_000;
  for (let first = 0; first < ITEMS; first += rows) {
    const part = tf.tensor2d(singles(items.subarray(first * WIDTH, (first + rows) * WIDTH)), [rows, WIDTH]);
    index.write(first, part);
    part.dispose();
  }
  const vectors = tf.tensor3d(singles(users), [USERS, 1, WIDTH]);
  // Every user has seen a hundred items, among them the first ones, and asks for one anywhere.
  const seen = Uint32Array.from({ length: USERS * 100 }, (_, i) => i % 100 * 7919);
  const targets = Uint32Array.from({ length: USERS }, (_, u) => (u * 3_903 + 1) % ITEMS);
  const starts = (each: number) => Uint32Array.from({ length: USERS + 1 }, (_, u) => u * each);

  const { device } = webgpuBackend();
  const create = device.createBuffer.bind(device);
  let bytes = 0;
  device.createBuffer = (descriptor) => {
    bytes += descriptor.size;
    return create(descriptor);
  };
  const { top, topScores, ranks } = await rankCatalogue({ vectors, active: null }, index, {
    users: USERS, k: K, seen: { start: starts(100), items: seen }, targets: { start: starts(1), items: targets },
  });
  device.createBuffer = create;
  expect(bytes).toBeLessThan(64 * 2 ** 20);
  expect(top).not.toContain(NOTHING);

  const gone = new Set(seen.subarray(0, 100));
  // The plain loop takes a seventh of a second for each user: all of them with EVERY_USER=1.
  for (const user of process.env['EVERY_USER'] ? Array.from({ length: USERS }, (_, u) => u) : [0, 7, 100, 255]) {
    const scores = scoresOf(users.subarray(user * WIDTH, (user + 1) * WIDTH), items);
    const best = bestOf(scores, K, gone);
    expect([...top.subarray(user * K, (user + 1) * K)]).toEqual(best);
    expect([...topScores.subarray(user * K, (user + 1) * K)]).toEqual(best.map((item) => (scores[item] ?? 0) / 65_536));
    const target = targets[user] ?? 0;
    const left = scores.filter((_, item) => item !== target && !gone.has(item));
    expect(ranks[user]).toBe(1 + left.filter((x) => x > (scores[target] ?? 0)).length + left.filter((x) => x === scores[target]).length / 2);
  }
  index.dispose();
  vectors.dispose();
}, 180_000);
