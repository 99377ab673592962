import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs';
import { numbers, onDevice } from '../../testing';
import { rank } from './rank';
import { NOTHING, rankReference } from './reference';
import type { RankQuery } from './reference';

onDevice();

describe('ranking a chunk of users over the catalogue', () => {
  it('counts ties half above and half below, leaves seen items out, lists ties by lowest index', async () => {
    // User 0: scores 3 1 3 2 0, item 0 seen. User 1: all equal.
    const scores = tf.tensor2d([3, 1, 3, 2, 0, 5, 5, 5, 5, 5], [2, 5]);
    const result = await rank(scores, {
      users: 2, items: 5, k: 3,
      seenStart: Uint32Array.of(0, 1, 1), seenItems: Uint32Array.of(0),
      targetStart: Uint32Array.of(0, 2, 3), targetItems: Uint32Array.of(3, 4, 2),
    });
    expect([...result.ranks]).toEqual([2, 4, 3]);
    expect([...result.top]).toEqual([2, 3, 1, 0, 1, 2]);
  });

  it('leaves places empty where fewer items are left', async () => {
    const result = await rank(tf.tensor2d([1, 2], [1, 2]), {
      users: 1, items: 2, k: 3, seenStart: Uint32Array.of(0, 1), seenItems: Uint32Array.of(1), targetStart: Uint32Array.of(0, 0), targetItems: new Uint32Array(0),
    });
    expect([...result.top]).toEqual([0, NOTHING, NOTHING]);
  });

  it.each([{ users: 3, items: 70 }, { users: 9, items: 1000 }])('equals the plain loop for $users users and $items items', async ({ users, items }) => {
    // Few distinct scores: many ties.
    const scores = numbers(users * items, items).map((x) => Math.round(x * 20));
    const pick = (count: number, seed: number) => Uint32Array.from(numbers(count, seed), (x) => Math.floor(((x + 1) / 2) * items));
    const start = (each: number) => Uint32Array.from({ length: users + 1 }, (_, i) => i * each);
    const query: RankQuery = { users, items, k: 12, seenStart: start(5), seenItems: pick(users * 5, 2), targetStart: start(3), targetItems: pick(users * 3, 3) };
    const result = await rank(tf.tensor2d(scores, [users, items]), query);
    const expected = rankReference(scores, query);
    expect(result.ranks).toEqual(expected.ranks);
    expect(result.top).toEqual(expected.top);
    expect(result.topScores).toEqual(expected.topScores);
  });
});
