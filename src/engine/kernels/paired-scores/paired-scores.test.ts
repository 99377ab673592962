import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { FORMS, numbers, onDevice, relativeError, useForm } from '../../testing';
import * as tf from '../../tf';
import { packHits } from '../in-batch-softmax/hits';
import { inventLog, positivesOf } from '../in-batch-softmax/testing';
import { hardestColumns, shiftedColumns, type RowColumns } from './columns';
import { pairedScores } from './paired-scores';
import { CHUNK } from './source';
import { NO_COLUMN, hardestReference, pairedGradients, pairedReference, shiftedReference } from './reference';

onDevice();
afterAll(() => useForm('this adapter'));

/** `real` of `rows` rows; about a quarter of the pairs are hits, some of them equal items. */
function invent(rows: number, real: number) {
  const { ids, users, taken } = inventLog(rows, rows);
  return {
    hits: Int32Array.from(packHits(positivesOf(taken), { real, users, items: ids, sampled: new Uint32Array(0) })),
    realColumn: Float32Array.from({ length: rows }, (_, i) => (i < real ? 1 : 0)),
  };
}

async function read({ columns, there }: RowColumns): Promise<number[]> {
  const [found, present] = [await columns.data(), await there.data()];
  const across = columns.shape[1];
  expect([...present]).toEqual(
    [...found].filter((_, at) => at % across > 0).map((column) => (column === NO_COLUMN ? 0 : 1)),
  );
  tf.dispose([columns, there]);
  return [...found];
}

describe.each(FORMS)('columns, in the form of %s,', (form) => {
  beforeEach(() => useForm(form));

  it.each([
    [9, 9, 3, 2],
    [9, 6, 8, 3],
    [70, 64, 5, 1],
    [7, 7, 2, 0],
    [4, 1, 3, 3],
    [90, 90, 80, 2],
  ])(
    'of %i rows, %i real, %i shifts and hits of kinds %i are those of the plain loops',
    async (rows, real, count, kinds) => {
      const { hits, realColumn } = invent(rows, real);
      const found = await read(
        tf.tidy(() =>
          shiftedColumns({ hits: tf.tensor1d(hits, 'int32'), kinds, realColumn: tf.tensor1d(realColumn) }, count),
        ),
      );
      expect(found).toEqual([...shiftedReference({ hits, kinds, realColumn }, count)]);
    },
  );

  it('shift round the real rows, leave hits out, and never come round to the row itself', () => {
    // Row 0 of three real ones hits row 1.
    const hits = packHits(positivesOf([[5, 4], [4], [9], [5, 4]]), {
      real: 3,
      users: Uint32Array.of(0, 1, 2, 3),
      items: Uint32Array.of(5, 4, 9, 5),
      sampled: new Uint32Array(0),
    });
    expect([...shiftedReference({ hits, kinds: 2, realColumn: [1, 1, 1, 0] }, 3)]).toEqual([
      0,
      NO_COLUMN,
      2,
      NO_COLUMN,
      1,
      2,
      0,
      NO_COLUMN,
      2,
      0,
      1,
      NO_COLUMN,
      3,
      NO_COLUMN,
      NO_COLUMN,
      NO_COLUMN,
    ]);
  });

  it.each([
    [9, 9, 3, 1],
    [70, 64, 2, 2],
    [130, 130, 0, 2],
    [4, 1, 3, 1],
    [3, 3, 0, 5],
  ])(
    'of the hardest negatives of %i rows, %i real, kinds %i, %i each, are those of the plain loops',
    async (rows, real, kinds, count) => {
      const { hits, realColumn } = invent(rows, real);
      // Quarters: scores are exact, and many are equal.
      const [user, item] = [numbers(rows * 4, 1), numbers(rows * 4, 2)].map((x) =>
        tf.tensor2d(
          x.map((a) => Math.round(4 * a) / 4),
          [rows, 4],
        ),
      );
      const scores = tf.matMul(user!, item!, false, true);
      const found = await read(
        tf.tidy(() =>
          hardestColumns(
            user!,
            item!,
            { hits: tf.tensor1d(hits, 'int32'), kinds, realColumn: tf.tensor1d(realColumn) },
            count,
          ),
        ),
      );
      expect(found).toEqual([...hardestReference({ hits, kinds, realColumn }, await scores.data(), count)]);
      tf.dispose([user, item, scores]);
    },
  );

  it.each([1, 2 * 70, 33 * 70, 69 * 70])('hardest ones are the same where %i scores are held at once', async (held) => {
    const { hits, realColumn } = invent(70, 64);
    const [user, item] = [1, 2].map((seed) => tf.tensor2d(numbers(70 * 8, seed), [70, 8]));
    const of = (at: number): RowColumns =>
      tf.tidy(() =>
        hardestColumns(
          user!,
          item!,
          { hits: tf.tensor1d(hits, 'int32'), kinds: 2, realColumn: tf.tensor1d(realColumn) },
          2,
          at,
        ),
      );
    expect(await read(of(held))).toEqual(await read(of(Infinity)));
    tf.dispose([user, item]);
  });
});

describe.each(FORMS)('pairedScores, in the form of %s,', (form) => {
  beforeEach(() => useForm(form));

  it.each([
    [5, [3], 2],
    [67, [32], 5],
    [64, [64], 1],
    [33, [80], 12],
    [33, [8, 4, 12], 3],
    [9, [2, 5], 4],
  ])(
    'of %i rows of widths %j with %i columns have the value and gradients of the plain loops',
    async (rows, widths, across) => {
      const width = widths.reduce((a, b) => a + b);
      const [user, item] = [numbers(rows * width, 1), numbers(rows * width, 2)];
      const dy = numbers(widths.length * rows * across, 3);
      // Some columns stand many times, some never, some places are empty.
      const columns = Int32Array.from(numbers(rows * across, 4), (x) =>
        x > 0.8 ? NO_COLUMN : Math.floor(Math.abs(x) * rows * 0.7),
      );
      const results = tf.tidy(() => {
        const places = tf.tensor2d(columns, [rows, across], 'int32');
        const { value, grads } = tf.valueAndGrads((u: tf.Tensor, v: tf.Tensor) =>
          pairedScores(u as tf.Tensor2D, v as tf.Tensor2D, places, { widths }),
        )(
          [tf.tensor2d(user, [rows, width]), tf.tensor2d(item, [rows, width])],
          tf.tensor2d(dy, [widths.length * rows, across]),
        );
        return [value, ...grads];
      });
      const [scores, dUser, dItem] = await Promise.all(results.map((tensor) => tensor.data()));
      tf.dispose(results);
      const shape = { rows, widths };
      const expected = pairedGradients(shape, user, item, columns, dy);
      expect(relativeError(scores!, pairedReference(shape, user, item, columns))).toBeLessThan(2e-6);
      expect(relativeError(dUser!, expected.user)).toBeLessThan(2e-6);
      expect(relativeError(dItem!, expected.item)).toBeLessThan(2e-6);
    },
  );

  it.each([
    [40, 1000, 3],
    [300, 300, 2],
    [1, 700, 1],
  ])(
    'of places that %i columns share, some more than a chunk of them, sum in chunks, always in one order',
    async (hot, rows, across) => {
      const widths = [4, 12];
      const [user, item] = [numbers(rows * 16, 1), numbers(rows * 16, 2)];
      const dy = numbers(2 * rows * across, 3);
      // Half of all places are of one column.
      const columns = Int32Array.from(numbers(rows * across, 4), (x) =>
        x > 0.9 ? NO_COLUMN : x > 0 ? 0 : Math.floor(-x * hot),
      );
      const gradient = async (most?: number): Promise<Float32Array> => {
        const dItem = tf.tidy(() => {
          const places = tf.tensor2d(columns, [rows, across], 'int32');
          const of = tf.grads((u: tf.Tensor, v: tf.Tensor) =>
            pairedScores(u as tf.Tensor2D, v as tf.Tensor2D, places, { widths, ...(most ? { most } : {}) }),
          );
          const vectors = [user, item].map((x) => tf.tensor2d(x, [rows, 16]));
          return of(vectors, tf.tensor2d(dy, [2 * rows, across]))[1]!;
        });
        const values = (await dItem.data()) as Float32Array;
        dItem.dispose();
        return values;
      };
      const [whole, cut, again] = [await gradient(CHUNK), await gradient(), await gradient()];
      expect(columns.filter((column) => column === 0).length).toBeGreaterThan(CHUNK);
      expect([...again]).toEqual([...cut]);
      const expected = pairedGradients({ rows, widths }, user, item, columns, dy).item;
      expect(relativeError(whole, expected)).toBeLessThan(2e-6);
      expect(relativeError(cut, expected)).toBeLessThan(1e-6);
    },
  );

  it('of a place that all rows share are added up in chunks: what is lost one by one beside a large number is kept', async () => {
    const rows = 4 * CHUNK;
    const sum = async (most?: number): Promise<number> => {
      const dItem = tf.tidy(() => {
        const user = tf.tensor2d([2 ** 24, ...Array<number>(rows - 1).fill(1)], [rows, 1]);
        const places = tf.zeros([rows, 1], 'int32') as tf.Tensor2D;
        const of = tf.grads((u: tf.Tensor, v: tf.Tensor) =>
          pairedScores(u as tf.Tensor2D, v as tf.Tensor2D, places, most ? { most } : {}),
        );
        return of([user, tf.zeros([rows, 1])], tf.ones([rows, 1]))[1]!;
      });
      const [first] = await dItem.data();
      dItem.dispose();
      return first!;
    };
    expect(await sum(CHUNK)).toBe(2 ** 24);
    expect(await sum()).toBeGreaterThanOrEqual(2 ** 24 + 3 * CHUNK);
  });

  it('of parts are those of each part by itself', async () => {
    const [user, item] = [1, 2].map((seed) => tf.tensor2d(numbers(60, seed), [6, 10]));
    const places = tf.tensor2d([0, 3, 1, NO_COLUMN, 2, 2, 3, 0, 4, 5, 5, 1], [6, 2], 'int32');
    const compared = tf.tidy(() => {
      const of = (x: tf.Tensor2D): tf.Tensor2D[] => tf.split(x, [4, 6], 1);
      const items = of(item!);
      return [
        pairedScores(user!, item!, places, { widths: [4, 6] }),
        tf.concat2d(
          of(user!).map((part, p) => pairedScores(part, items[p]!, places)),
          0,
        ),
      ];
    });
    const [together, apart] = await Promise.all(compared.map((scores) => scores.data()));
    expect(relativeError(together as Float32Array, Float64Array.from(apart!))).toBeLessThan(1e-6);
    tf.dispose([user!, item!, places, ...compared]);
  });

  it('refuse vectors of unequal shapes', () => {
    expect(() => tf.tidy(() => pairedScores(tf.zeros([2, 3]), tf.zeros([2, 4]), tf.zeros([2, 1], 'int32')))).toThrow(
      'pairedScores: user is [2,3] and item is [2,4]; equal shapes are needed',
    );
  });
});
