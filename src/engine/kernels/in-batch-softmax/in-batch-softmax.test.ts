import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { FORMS, onDevice, relativeError, useForm, watchBuffers } from '../../testing';
import * as tf from '../../tf';
import { SAME_ITEM, SAME_USER, packHits } from './hits';
import { batchRecall, inBatchSoftmax } from './in-batch-softmax';
import { drawn, expectAgreement, expectedOf, invent, packed, positivesOf, run, unhit } from './testing';

onDevice({ lanes: 'of this machine' });

const inventBatch = (rows: number, width: number) => invent(rows, 0, width, true);

describe.each(FORMS)('the softmax without sampled items, %s', (form) => {
  beforeEach(() => useForm(form));

  // Each is compiled by itself.
  it.each([
    [5, 3, false],
    [67, 32, true],
    [67, 32, false],
    [64, 64, true],
    [131, 36, true],
    [33, 80, false],
  ])(
    'agrees with the plain loops on loss and gradients at %i rows of width %i, log q %j',
    async (rows, width, logQ) => {
      await expectAgreement({ ...inventBatch(rows, width), ...(!logQ && { logQ: null }) });
    },
  );

  // Equal items are equal in each other's place.
  it.each([
    [0, false],
    [SAME_ITEM, false],
    [SAME_USER, false],
    [SAME_USER, true],
    [SAME_ITEM | SAME_USER, false],
    [SAME_ITEM | SAME_USER, true],
  ])('leaves out the hits of kinds %i, of rows and columns in each other’s place: %j', async (kinds, turned) => {
    await expectAgreement({ ...inventBatch(131, 36), kinds, turned });
  });

  it('has the loss of a worked example: two rows, scores 1 and 0, log(1 + 1/e)', async () => {
    const eye = Float32Array.of(1, 0, 0, 1);
    const got = await run({
      ...unhit(inventBatch(2, 2)),
      user: eye,
      item: eye,
      scale: 1,
      logQ: new Float32Array(2),
      real: Float32Array.of(1, 1),
      weight: Float32Array.of(1, 3),
    });
    expect(got.loss).toBeCloseTo(0.313262, 5);
  });

  it('stays finite with scores in the thousands and beside a padding row', async () => {
    const got = await run({
      ...unhit(inventBatch(2, 1)),
      user: Float32Array.of(1, -1),
      item: Float32Array.of(1, 1),
      scale: 5000,
      logQ: new Float32Array(2),
      real: Float32Array.of(1, 0),
      weight: Float32Array.of(1, 0),
    });
    expect(got.loss).toBeCloseTo(0, 6);
    expect([...got.user, ...got.item, got.scale].every(Number.isFinite)).toBe(true);
  });

  it('is 0, with gradients of 0, where no row has weight', async () => {
    const got = await run({ ...inventBatch(67, 32), weight: new Float32Array(67) });
    expect(got.loss).toBe(0);
    expect([...got.user, ...got.item, got.scale].filter((slope) => slope !== 0)).toEqual([]);
  });

  it('needs the running maximum: logits that climb from tile to tile by far more than exp can hold', async () => {
    const rows = 200;
    const input = {
      ...unhit(inventBatch(rows, 1)),
      scale: 400,
      logQ: null,
      real: new Float32Array(rows).fill(1),
      user: new Float32Array(rows).fill(1),
      item: Float32Array.from({ length: rows }, (_, j) => j / rows),
    };
    const got = await run(input);
    expect(Math.abs(got.loss / expectedOf(input).loss - 1)).toBeLessThan(1e-5);
  });

  it('gives the same bits twice', async () => {
    const input = inventBatch(131, 36);
    expect(await run(input)).toEqual(await run(input));
  });
});

describe('8192 rows of a dense log', () => {
  beforeEach(() => useForm('this adapter'));

  const [rows, width, userCount, itemCount] = [8192, 4, 300, 2000];
  const odds = drawn(9, userCount * itemCount, 0, 1);
  const has = (user: number, item: number): boolean => odds[user * itemCount + item]! < 0.3;
  const lists = Array.from({ length: userCount }, (_, user) =>
    Array.from({ length: itemCount }, (__, item) => item).filter((item) => has(user, item)),
  );
  const users = Uint32Array.from(drawn(10, rows, 0, userCount), Math.floor);
  const items = Uint32Array.from(
    drawn(11, rows, 0, 1),
    (u, row) => lists[users[row]!]![Math.floor(u * lists[users[row]!]!.length)]!,
  );
  const hits = packHits(positivesOf(lists), { real: rows, users, items, sampled: new Uint32Array(0) });

  /** Sums of numbers [B] over the columns that are negatives of each row, and the row itself. */
  const alongRows = (x: ArrayLike<number>): Float64Array => {
    const all = Float64Array.from(x).reduce((a, b) => a + b, 0);
    const taken = lists.map((_, user) => items.reduce((sum, item, j) => sum + (has(user, item) ? x[j]! : 0), 0));
    return Float64Array.from(users, (user, row) => all - taken[user]! + x[row]!);
  };
  /** The same over the rows of which each column is a negative. */
  const alongColumns = (x: ArrayLike<number>): Float64Array => {
    const all = Float64Array.from(x).reduce((a, b) => a + b, 0);
    const ofUser = new Float64Array(userCount);
    users.forEach((user, row) => (ofUser[user]! += x[row]!));
    const taken = Float64Array.from({ length: itemCount }, (_, item) =>
      ofUser.reduce((sum, own, user) => sum + (has(user, item) ? own : 0), 0),
    );
    return Float64Array.from(items, (item, column) => all - taken[item]! + x[column]!);
  };

  /** With one side all zero each row weighs its columns alike: 1 / (B - hits). */
  const weigh = async (numbers: Float32Array, of: 'user' | 'item', turned: boolean) => {
    const { made, end } = watchBuffers();
    const results = tf.tidy(() => {
      const [x, none] = [tf.tensor2d(numbers, [rows, width]), tf.zeros<tf.Rank.R2>([rows, width])];
      const { value, grads } = tf.valueAndGrads((u: tf.Tensor, v: tf.Tensor) =>
        inBatchSoftmax({
          user: u as tf.Tensor2D,
          item: v as tf.Tensor2D,
          scale: tf.tensor1d([1]),
          logQ: null,
          hits: tf.tensor1d(Int32Array.from(hits), 'int32'),
          kinds: SAME_USER,
          turned,
          realColumn: tf.ones([rows]),
          weight: tf.ones([rows]),
        }),
      )(of === 'user' ? [x, none] : [none, x]);
      return [value, grads[of === 'user' ? 1 : 0]!];
    });
    end();
    const [loss, slopes] = await Promise.all(results.map((t) => t.data()));
    tf.dispose(results);
    return { loss: loss![0]!, slopes: slopes!, largest: Math.max(...made) };
  };

  it.each([false, true])(
    'have as many hits as the log says, at the columns it says, turned: %s; no buffer grows with their square',
    async (turned) => {
      const numbers = drawn(12, rows * width, 0, 1);
      const column = (d: number) => Float64Array.from({ length: rows }, (_, row) => numbers[row * width + d]!);
      const [along, across] = turned ? [alongColumns, alongRows] : [alongRows, alongColumns];
      const counts = along(new Float64Array(rows).fill(1));
      expect(counts.reduce((a, b) => a + b, 0) / rows ** 2).toBeLessThan(0.8);
      const meanLog = counts.reduce((sum, count) => sum + Math.log(count), 0) / rows;
      for (const of of ['item', 'user'] as const) {
        const { loss, slopes, largest } = await weigh(numbers, of, turned);
        for (let d = 0; d < width; d++) {
          const x = column(d);
          const means =
            of === 'item' ? along(x).map((sum, i) => sum / counts[i]!) : across(x.map((y, i) => y / counts[i]!));
          // One hit more or less in a row is more than 1e-4 of its mean.
          expect(
            relativeError(
              x.map((_, row) => slopes[row * width + d]! * rows + x[row]!),
              means,
            ),
          ).toBeLessThan(2e-5);
        }
        expect(Math.abs(loss / meanLog - 1)).toBeLessThan(1e-6);
        // What each user took is the largest, and then the vectors.
        expect(largest).toBeLessThanOrEqual(4 * Math.max(hits.length, rows * width));
      }
    },
  );
});

describe.each(FORMS)('batch recall, in the form of %s,', (form) => {
  beforeEach(() => useForm(form));
  afterAll(() => useForm('this adapter'));

  /**
   * Of rows 0 to 3: a winner, a loser, one level with a negative, one that only a hit beats; and a padding row nobody
   * may win against.
   */
  const user = [1, 1, 1, 1, 1];
  const cases = [
    {
      name: 'own item best, beaten, level with the best, best but for a hit and padding',
      item: [4, 1, 4, 3, 9],
      hits: [[], [], [], [0, 2], []],
      expected: 3 / 4,
    },
    {
      name: 'all scores level: no negative scores above any',
      item: [2, 2, 2, 2, 2],
      hits: [[], [], [], [], []],
      expected: 1,
    },
  ];
  it('of a large batch full of hits is that of the plain operations', async () => {
    const input = invent(200, 0, 8, true);
    const found: number[] = [];
    for (const backend of ['webgpu', 'cpu']) {
      await tf.setBackend(backend);
      const recall = tf.tidy(() =>
        batchRecall({
          user: tf.tensor2d(input.user, [200, 8]),
          // Most rows point at their own item.
          item: tf.tensor2d(
            input.item.map((x, i) => x + input.user[i]!),
            [200, 8],
          ),
          hits: tf.tensor1d(Int32Array.from(packed(input)), 'int32'),
          kinds: SAME_USER,
          realColumn: tf.tensor1d(input.real),
        }),
      );
      found.push((await recall.data())[0]!);
      recall.dispose();
    }
    await tf.setBackend('webgpu');
    expect(found[0]).toBeCloseTo(found[1]!, 6);
    expect(found[1]).toBeGreaterThan(0.05);
    expect(found[1]).toBeLessThan(0.95);
  });

  it.each(cases)('$name, with and without WebGPU', async ({ item, hits, expected }) => {
    const hitsOf = packHits(positivesOf(hits.map((columns, row) => [row, ...columns])), {
      real: 4,
      users: Uint32Array.from(hits.keys()),
      items: Uint32Array.from(hits.keys()),
      sampled: new Uint32Array(0),
    });
    for (const backend of ['webgpu', 'cpu']) {
      await tf.setBackend(backend);
      const recall = tf.tidy(() =>
        batchRecall({
          user: tf.tensor2d(user, [5, 1]),
          item: tf.tensor2d(item, [5, 1]),
          hits: tf.tensor1d(Int32Array.from(hitsOf), 'int32'),
          kinds: SAME_USER,
          realColumn: tf.tensor1d([1, 1, 1, 1, 0]),
        }),
      );
      expect((await recall.data())[0], backend).toBeCloseTo(expected, 6);
      recall.dispose();
    }
    await tf.setBackend('webgpu');
  });
});

it('says which shapes do not fit', () => {
  expect(() =>
    tf.tidy(() =>
      inBatchSoftmax({
        user: tf.zeros([2, 3]),
        item: tf.zeros([1, 3]),
        scale: tf.ones([1]),
        logQ: null,
        hits: tf.zeros([3], 'int32'),
        kinds: 0,
        realColumn: tf.ones([2]),
        weight: tf.ones([2]),
      }),
    ),
  ).toThrow('user is [2,3] and item is [1,3]');
});
