import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../device';
import { onGpu } from '../../run-kernel';
import { FORMS, numbers, onDevice, useForm } from '../../testing';
import * as tf from '../../tf';
import { BLOCK, ItemIndex } from './item-index';
import { NOTHING, rankReference, type ItemLists, type Ranking, type RetrievalQuery } from './reference';
import { MOST_K, rankCatalogue } from './retrieval';

onDevice({ lanes: 'of this machine' });

/** Eighths: sums of their products are exact in any order of summation, and many are equal. */
const eighths = (count: number, seed: number): Float32Array => numbers(count, seed).map((x) => Math.round(x * 4) / 8);

function lists(each: readonly (readonly number[])[]): ItemLists {
  const start = new Uint32Array(each.length + 1);
  each.forEach((items, u) => {
    start[u + 1] = (start[u] ?? 0) + items.length;
  });
  return { start, items: Uint32Array.from(each.flat()) };
}

/** For each user up to `most` distinct items, ascending. */
function drawn(users: number, items: number, most: number, seed: number): ItemLists {
  const draws = numbers(users * most, seed);
  return lists(
    Array.from({ length: users }, (_, u) =>
      [
        ...new Set(
          Array.from(draws.subarray(u * most, u * most + ((u * 7) % (most + 1))), (x) =>
            Math.floor(((x + 1) / 2) * items),
          ),
        ),
      ].sort((a, b) => a - b),
    ),
  );
}

interface Case {
  vectors: Float32Array;
  perUser: number;
  active?: Float32Array;
  items: Float32Array;
  width: number;
  query: RetrievalQuery;
  chunkRows?: number;
}

async function run({ vectors, perUser, active, items, width, query, chunkRows }: Case): Promise<Ranking> {
  const rows = items.length / width;
  // Without WebGPU an index is one chunk.
  const index =
    chunkRows === undefined || !onGpu() ? new ItemIndex(rows, width) : new ItemIndex(rows, width, chunkRows);
  const users = vectors.length / perUser / width;
  const tensors = {
    vectors: tf.tensor3d(vectors, [users, perUser, width]),
    active: active ? tf.tensor2d(active, [users, perUser]) : null,
  };
  const all = tf.tensor2d(items, [rows, width]);
  try {
    // In pieces that do not fit the chunks, and out of order.
    const half = Math.ceil(rows / 2);
    const pieces =
      rows > 1
        ? ([
            [half, rows - half],
            [0, half],
          ] as const)
        : ([[0, rows]] as const);
    for (const [first, count] of pieces) tf.tidy(() => index.write(first, tf.slice(all, [first, 0], [count, -1])));
    return await rankCatalogue(tensors, index, query);
  } finally {
    index.dispose();
    tf.dispose([tensors.vectors, all]);
    tensors.active?.dispose();
  }
}

const expected = ({ vectors, perUser, active, items, width, query }: Case): Ranking =>
  rankReference(vectors, active ?? null, perUser, items, width, query);

const NO_GPU = 'the path without WebGPU';

describe.each([...FORMS, NO_GPU] as const)('ranking the catalogue for a chunk of users, in the form of %s', (form) => {
  beforeAll(async () => {
    if (form === NO_GPU) await openCpu();
    else useForm(form);
  });
  afterAll(async () => void (await tf.setBackend('webgpu')));

  it('counts what is above and what ties with each target, leaves seen items out, lists ties by lowest index', async () => {
    // User 0 scores the items 3 1 3 2 0, item 0 is seen. User 1 scores all alike.
    const result = await run({
      vectors: Float32Array.of(1, 0, 0, 1),
      perUser: 1,
      width: 2,
      items: Float32Array.of(3, 5, 1, 5, 3, 5, 2, 5, 0, 5),
      query: { users: 2, k: 3, seen: lists([[0], []]), targets: lists([[3, 4], [2]]) },
    });
    expect([...result.greater]).toEqual([1, 3, 0]);
    expect([...result.ties]).toEqual([0, 0, 4]);
    expect([...result.scores]).toEqual([2, 0, 5]);
    expect([...result.top]).toEqual([2, 3, 1, 0, 1, 2]);
    expect([...result.topScores]).toEqual([3, 2, 1, 5, 5, 5]);
  });

  it('leaves places empty where fewer items are left, and all of them where everything was seen', async () => {
    const result = await run({
      vectors: Float32Array.of(1, 1),
      perUser: 1,
      width: 1,
      items: Float32Array.of(1, 2),
      query: { users: 2, k: 3, seen: lists([[1], [0, 1]]), targets: lists([[], [0]]) },
    });
    expect([...result.top]).toEqual([0, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING]);
    // A seen target is ranked among what is left: nothing.
    expect([result.greater[0], result.ties[0]]).toEqual([0, 0]);
  });

  it('takes the best of the active vectors of a user', async () => {
    // The second vector likes item 1, but is active for user 1 only; user 2 has none, so that the first counts.
    const vectors = [1, 0, 0, 9];
    const result = await run({
      vectors: Float32Array.from([...vectors, ...vectors, ...vectors]),
      perUser: 2,
      active: Float32Array.of(1, 0, 1, 1, 0, 0),
      width: 2,
      items: Float32Array.of(2, 0, 1, 1, 3, 0),
      query: { users: 3, k: 3, seen: lists([[], [], []]), targets: lists([[1], [1], [1]]) },
    });
    expect([...result.top]).toEqual([2, 0, 1, 1, 2, 0, 2, 0, 1]);
    expect([...result.topScores]).toEqual([3, 2, 1, 9, 3, 2, 3, 2, 1]);
    expect([...result.greater]).toEqual([2, 0, 2]);
  });

  it('trap 9: a user with one active vector gets the results of that one, though all its scores are negative and those of zero vectors beside it are not', async () => {
    const items = Float32Array.of(1, 3, 2, 5, 4);
    const query: RetrievalQuery = { users: 1, k: 5, seen: lists([[]]), targets: lists([[0, 1, 2, 3, 4]]) };
    const alone = await run({ vectors: Float32Array.of(-1), perUser: 1, width: 1, items, query });
    expect([...alone.top]).toEqual([0, 2, 1, 4, 3]);
    for (const [place, active] of [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ].entries()) {
      const vectors = new Float32Array(3);
      vectors[place] = -1;
      expect(await run({ vectors, perUser: 3, active: Float32Array.from(active), width: 1, items, query })).toEqual(
        alone,
      );
    }
    // Were they active, all items would score the same.
    const all = await run({
      vectors: Float32Array.of(-1, 0, 0),
      perUser: 3,
      active: Float32Array.of(1, 1, 1),
      width: 1,
      items,
      query,
    });
    expect([...all.topScores]).toEqual([0, 0, 0, 0, 0]);
  });

  it.each([
    { users: 3, items: 70, width: 5, perUser: 1, k: 12 },
    { users: 9, items: 1000, width: 32, perUser: 1, k: 12 },
    { users: 20, items: 3001, width: 64, perUser: 1, k: 100 },
    { users: 70, items: 2500, width: 7, perUser: 3, k: 10 },
    { users: 5, items: 900, width: 300, perUser: 2, k: 20 },
    { users: 300, items: 2300, width: 12, perUser: 1, k: 6 },
    { users: 11, items: 3000, width: 8, perUser: 1, k: MOST_K },
    { users: 11, items: 600, width: 8, perUser: 1, k: 1000 },
    { users: 17, items: 800, width: 16, perUser: 1, k: 0 },
  ])(
    'equals the plain loop, ties and all: $users users of $perUser x $width, $items items, lists of $k',
    async ({ users, items, width, perUser, k }) => {
      const active =
        perUser > 1 ? Float32Array.from({ length: users * perUser }, (_, i) => ((i * 5) % 7 < 4 ? 1 : 0)) : null;
      const one: Case = {
        vectors: eighths(users * perUser * width, users),
        perUser,
        items: eighths(items * width, items),
        width,
        ...(active ? { active } : {}),
        query: { users, k, seen: drawn(users, items, 60, 2), targets: drawn(users, items, 5, 3) },
      };
      const plain = expected(one);
      expect(await run(one)).toEqual(plain);
      expect(await run({ ...one, chunkRows: 4 * BLOCK })).toEqual(plain);
      expect(Math.max(...plain.ties)).toBeGreaterThan(0);
    },
  );

  it('ties items of equal vectors to the bit, whatever their numbers and wherever they stand', async () => {
    // Eleven different vectors over and over: the sums round, in every kernel alike.
    const [kinds, items, users, width] = [11, 2000, 16, 48];
    const different = numbers(kinds * width, 5);
    const one: Case = {
      vectors: numbers(users * width, 6),
      perUser: 1,
      width,
      items: Float32Array.from(
        { length: items * width },
        (_, at) => different[(Math.floor(at / width) % kinds) * width + (at % width)] ?? 0,
      ),
      query: { users, k: 300, seen: drawn(users, items, 40, 7), targets: drawn(users, items, 3, 8) },
      chunkRows: 10 * BLOCK,
    };
    const plain = expected(one);
    const result = await run(one);
    expect(result.greater).toEqual(plain.greater);
    expect(result.ties).toEqual(plain.ties);
    expect(Math.max(...plain.ties)).toBeGreaterThan(100);
    expect(result.top).toEqual(plain.top);
    result.scores.forEach((score, t) => expect(score).toBeCloseTo(plain.scores[t] ?? Number.NaN, 5));
  });

  it('is exact where every step brings better items than all before it', async () => {
    const items = Float32Array.from({ length: 20_000 }, (_, i) => Math.floor(i / 3));
    const result = await run({
      vectors: Float32Array.of(1, -1),
      perUser: 1,
      width: 1,
      items,
      query: { users: 2, k: 5, seen: lists([[], []]), targets: lists([[0], [0]]) },
    });
    expect([...result.top]).toEqual([19_998, 19_999, 19_995, 19_996, 19_997, 0, 1, 2, 3, 4]);
    // Each score belongs to three items.
    expect([...result.greater]).toEqual([19_997, 0]);
    expect([...result.ties]).toEqual([2, 2]);
  });

  it('gives the same bits twice', async () => {
    const one: Case = {
      vectors: numbers(40 * 24, 1),
      perUser: 1,
      width: 24,
      items: numbers(5000 * 24, 2),
      query: { users: 40, k: 50, seen: drawn(40, 5000, 30, 3), targets: drawn(40, 5000, 4, 4) },
    };
    expect(await run(one)).toEqual(await run(one));
  });
});

describe('what is refused', () => {
  const query: RetrievalQuery = { users: 1, k: 1, seen: lists([[]]), targets: lists([[]]) };
  const small = { vectors: Float32Array.of(1, 2), perUser: 1, width: 2, items: Float32Array.of(1, 2, 3, 4) };
  it.each([
    ['lists of 1025 items; 0 to 1024 are possible', { ...query, k: 1025 }],
    ['5000 users in one call; 1 to 4096 are possible', { ...query, users: 5000 }],
    ['user vectors [1,1,2] for 2 users', { ...query, users: 2 }],
    ['seen item 2 of a catalogue of 2', { ...query, seen: lists([[2]]) }],
    ['targets item 7 of a catalogue of 2', { ...query, targets: lists([[7]]) }],
    ['seen items of user 0 are not in ascending order', { ...query, seen: lists([[1, 0]]) }],
    ['3 starts and 0 seen items for 1 users', { ...query, seen: lists([[], []]) }],
  ])('%s', async (text, asked) => {
    await expect(run({ ...small, query: asked })).rejects.toThrow(text);
  });

  it('a catalogue that is left before its end, by a timer that runs meanwhile: the reason of the signal', async () => {
    const index = new ItemIndex(300_000, 64);
    const vectors = tf.zeros([256, 1, 64]) as tf.Tensor3D;
    const none = lists(Array.from({ length: 256 }, () => []));
    const controller = new AbortController();
    setTimeout(() => controller.abort('enough'), 0);
    await expect(
      rankCatalogue(
        { vectors, active: null },
        index,
        { users: 256, k: 1, seen: none, targets: none },
        controller.signal,
      ),
    ).rejects.toBe('enough');
    index.dispose();
    vectors.dispose();
  });
});
