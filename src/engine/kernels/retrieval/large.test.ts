/**
 * The size the engine is built for: top 100 of a million items of 64 numbers, for 256 users, in little memory beside
 * the table.
 */
import { expect, it } from 'vitest';
import { onDevice, watchBuffers } from '../../testing';
import * as tf from '../../tf';
import { ItemIndex } from './item-index';
import { NOTHING } from './reference';
import { rankCatalogue } from './retrieval';
import { bestOf, PARTS, singles, wholeScores } from './whole-scores';

onDevice({ lanes: 'of this machine' });

const ITEMS = 1_000_000;
const WIDTH = 64;
const USERS = 256;
const K = 100;

/** 256ths in [-1, 1): sums of 64 products stay below 2^24. */
function wholes(count: number, seed: number): Int16Array {
  const values = new Int16Array(count);
  let state = seed;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    values[i] = state >> 23;
  }
  return values;
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
  const seen = Uint32Array.from({ length: USERS * 100 }, (_, i) => (i % 100) * 7919);
  const targets = Uint32Array.from({ length: USERS }, (_, u) => (u * 3_903 + 1) % ITEMS);
  const starts = (each: number) => Uint32Array.from({ length: USERS + 1 }, (_, u) => u * each);

  const buffers = watchBuffers();
  const { top, topScores, greater, ties } = await rankCatalogue({ vectors, active: null }, index, {
    users: USERS,
    k: K,
    seen: { start: starts(100), items: seen },
    targets: { start: starts(1), items: targets },
  });
  buffers.end();
  expect(buffers.made.reduce((sum, size) => sum + size, 0)).toBeLessThan(64 * 2 ** 20);
  expect(top).not.toContain(NOTHING);

  const gone = new Set(seen.subarray(0, 100));
  // The plain loop takes a seventh of a second for each user: all of them with EVERY_USER=1.
  for (const user of process.env['EVERY_USER'] ? Array.from({ length: USERS }, (_, u) => u) : [0, 7, 100, 255]) {
    const scores = wholeScores(users.subarray(user * WIDTH, (user + 1) * WIDTH), items);
    const best = bestOf(scores, K, gone);
    expect([...top.subarray(user * K, (user + 1) * K)]).toEqual(best);
    expect([...topScores.subarray(user * K, (user + 1) * K)]).toEqual(
      best.map((item) => (scores[item] ?? 0) / PARTS ** 2),
    );
    const target = targets[user] ?? 0;
    const left = scores.filter((_, item) => item !== target && !gone.has(item));
    expect([greater[user], ties[user]]).toEqual([
      left.filter((x) => x > (scores[target] ?? 0)).length,
      left.filter((x) => x === scores[target]).length,
    ]);
  }
  index.dispose();
  vectors.dispose();
});
