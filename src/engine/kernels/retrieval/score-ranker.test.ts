import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FORMS, lowerBinding, numbers, onCpu, onDevice, useForm } from '../../testing';
import * as tf from '../../tf';
import { rankReference, type Ranking, type RetrievalQuery } from './reference';
import { ScoreRanker } from './score-ranker';

onDevice();
afterEach(() => useForm('this adapter'));

/** Scores of a chunk lie so far apart by user, and there are so many users in one. */
const [EACH, CHUNK] = [7000, 2];

/** [users x items] with many ties. */
const scoresOf = (users: number, items: number, seed: number): Float32Array =>
  numbers(users * items, seed).map((score) => Math.round(score * 50) / 7);

/** Of each user three targets, and a few seen items; of the first none. */
function queryOf(users: number, items: number, k: number): RetrievalQuery {
  const lists = (of: (user: number) => number[]) => {
    const all = Array.from({ length: users }, (_, user) => of(user));
    let at = 0;
    return {
      start: Uint32Array.from([0, ...all.map(({ length }) => (at += length))]),
      items: Uint32Array.from(all.flat()),
    };
  };
  return {
    users,
    k,
    seen: lists((user) => (user === 0 ? [] : [user, 2 * user + 1, items - user - 1])),
    targets: lists((user) => [items - 1 - user, 3 * user, user]),
  };
}

/** A vector of each item is the scores that users give it. */
function reference(scores: Float32Array, items: number, query: RetrievalQuery): Ranking {
  const { users } = query;
  const picks = new Float32Array(users * users);
  for (let user = 0; user < users; user++) picks[user * users + user] = 1;
  const byItem = Float32Array.from(
    { length: scores.length },
    (_, at) => scores[(at % users) * items + Math.floor(at / users)]!,
  );
  return rankReference(picks, null, 1, byItem, users, query);
}

/** Chunk by chunk of users and of items, as a scorer makes them. */
function write(ranker: ScoreRanker, scores: Float32Array, items: number): void {
  const count = scores.length / items;
  for (let user = 0; user < count; user += CHUNK)
    for (let first = 0; first < items; first += EACH) {
      const [users, here] = [Math.min(CHUNK, count - user), Math.min(EACH, items - first)];
      const chunk = new Float32Array(CHUNK * EACH).fill(1e9);
      for (let row = 0; row < users; row++)
        chunk.set(scores.subarray((user + row) * items + first, (user + row) * items + first + here), row * EACH);
      const tensor = tf.tensor1d(chunk);
      ranker.write(tensor, EACH, { user, users, first, items: here });
      tensor.dispose();
    }
}

/** Two groups, the second smaller: what is left of the first is nobody's score. */
async function ranksGroups(items: number, users: number): Promise<void> {
  const ranker = new ScoreRanker(items, users);
  const groups = [users, users - 1].map((count, seed) => ({
    scores: scoresOf(count, items, seed + 1),
    query: queryOf(count, items, 12),
  }));
  for (const { scores, query } of groups) {
    write(ranker, scores, items);
    await ranker.rank(query);
  }
  const { rankings, finite } = await ranker.take();
  ranker.dispose();
  expect(finite).toBe(true);
  const expected = groups.map(({ scores, query }) => reference(scores, items, query));
  expect(rankings).toEqual(expected);
  expect(Math.max(...expected[0]!.ties)).toBeGreaterThan(1);
}

async function saysOf(score: number): Promise<void> {
  const ranker = new ScoreRanker(10, 1);
  const scores = scoresOf(1, 10, 1);
  scores[5] = score;
  write(ranker, scores, 10);
  expect((await ranker.take()).finite).toBe(false);
  ranker.dispose();
}

describe.each(FORMS)('in the form of %s', (form) => {
  beforeEach(() => useForm(form));

  it.each([1, 3, 5, 18])('%i users are ranked by the scores that were given, to the bit', (users) =>
    ranksGroups(200, users + 1),
  );

  it('where an adapter binds a part of the scores only', async () => {
    const restore = lowerBinding(2 ** 20);
    try {
      // 65,536 rows of vectors of four are bound at once; a chunk lies across their end.
      await ranksGroups(70_000, 3);
    } finally {
      restore();
    }
  });

  it.each([NaN, Infinity, -Infinity])('says of a score of %d of an item that nobody asks about', saysOf);
});

it('gives and says the same without WebGPU', () =>
  onCpu(async () => {
    await ranksGroups(8000, 5);
    await saysOf(NaN);
    await saysOf(Infinity);
  }));

it('refuses scores that do not fit', () => {
  const ranker = new ScoreRanker(10, 2);
  const scores = tf.zeros([8]);
  const fits = { user: 0, users: 2, first: 6, items: 4 };
  expect(() => ranker.write(scores, 4, fits)).not.toThrow();
  for (const wrong of [{ user: 1 }, { users: 3 }, { first: 7 }, { first: 5, items: 5 }])
    expect(() => ranker.write(scores, 4, { ...fits, ...wrong })).toThrow('for [2, 10]');
  scores.dispose();
  ranker.dispose();
});
