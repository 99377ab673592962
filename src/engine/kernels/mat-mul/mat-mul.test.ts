import { beforeEach, describe, expect, it } from 'vitest';
import { CUT_FORMS, numbers, onDevice, relativeError, useForm } from '../../testing';
import { dispatches } from '../../run-kernel';
import * as tf from '../../tf';
import { partsOf } from './product';
import { matMulReference, type Product } from './reference';

onDevice({ lanes: 'of this machine' });

describe.each(CUT_FORMS)('matMul, %s, as every block and every gradient calls it', (form) => {
  beforeEach(() => useForm(form));

  it.each([
    { a: [3, 5], b: [5, 7], ta: false, tb: false },
    { a: [33, 40], b: [40, 65], ta: false, tb: false },
    { a: [40, 33], b: [65, 40], ta: true, tb: true },
    { a: [33, 40], b: [40, 68], ta: false, tb: false },
    { a: [37, 44], b: [37, 100], ta: true, tb: false },
    { a: [33, 40], b: [84, 40], ta: false, tb: true },
    { a: [3, 16, 24], b: [1, 72, 24], ta: false, tb: true },
    { a: [64, 2100], b: [2100, 32], ta: false, tb: false },
    // Sums that a GPU cuts: of the least length, transposed, thin, and of several products.
    { a: [512, 33], b: [512, 40], ta: true, tb: false },
    { a: [37, 1001], b: [70, 1001], ta: false, tb: true },
    { a: [2051, 5], b: [1, 2051], ta: true, tb: true },
    { a: [3, 600, 36], b: [3, 600, 9], ta: true, tb: false },
    { a: [2, 10, 700], b: [1, 700, 12], ta: false, tb: false },
    { a: [6, 1, 9], b: [6, 9, 8], ta: false, tb: false },
    { a: [6, 1, 9], b: [6, 1, 8], ta: true, tb: false },
    { a: [6, 1, 8], b: [6, 9, 8], ta: false, tb: true },
    { a: [3, 10, 4], b: [3, 12, 4], ta: false, tb: true },
    { a: [4, 20, 17], b: [1, 17, 12], ta: false, tb: false },
    { a: [1, 20, 17], b: [4, 17, 12], ta: false, tb: false },
  ])('$a $ta x $b $tb equals the plain loop', async ({ a, b, ta, tb }) => {
    const size = (shape: number[]) => shape.reduce((x, y) => x * y, 1);
    const x = numbers(size(a), 1);
    const y = numbers(size(b), 2);
    const [rowsA = 1, columnsA = 1] = a.slice(-2);
    const [rowsB = 1, columnsB = 1] = b.slice(-2);
    const batchA = a.length === 3 ? (a[0] ?? 1) : 1;
    const batchB = b.length === 3 ? (b[0] ?? 1) : 1;
    const expected = matMulReference(x, y, {
      batch: Math.max(batchA, batchB),
      batchA,
      batchB,
      transposeA: ta,
      transposeB: tb,
      rows: ta ? columnsA : rowsA,
      inner: ta ? rowsA : columnsA,
      columns: tb ? rowsB : columnsB,
    });
    const product = tf.tidy(() => tf.matMul(tf.tensor(x, a), tf.tensor(y, b), ta, tb));
    expect(product.size).toBe(expected.length);
    expect(relativeError(await product.data(), expected)).toBeLessThan(2e-6);
    product.dispose();
  });

  it('gives the same bits twice where tfjs would add partial sums in any order', async () => {
    const [a, b] = [tf.tensor2d(numbers(32 * 4096, 3), [32, 4096]), tf.tensor2d(numbers(4096 * 32, 4), [4096, 32])];
    const first = await tf.matMul(a, b).data();
    const second = await tf.matMul(a, b).data();
    expect(second).toEqual(first);
  });
});

it.each([
  [false, false],
  [true, false],
  [false, true],
])('gives the same bits for a GPU and for a CPU adapter where no sum is cut, transposed %s, %s', async (ta, tb) => {
  const [a, b] = [
    tf.tensor2d(numbers(72 * 100, 5), ta ? [100, 72] : [72, 100]),
    tf.tensor2d(numbers(100 * 92, 6), tb ? [92, 100] : [100, 92]),
  ];
  useForm('a GPU');
  const tiled = await tf.matMul(a, b, ta, tb).data();
  useForm('this adapter');
  expect(await tf.matMul(a, b, ta, tb).data()).toEqual(tiled);
});

describe('sums cut into parts', () => {
  const product = (rows: number, inner: number, columns: number, batch = 1): Product => ({
    batch,
    batchA: batch,
    batchB: batch,
    rows,
    inner,
    columns,
    transposeA: true,
    transposeB: false,
  });
  const parts = (...sizes: Parameters<typeof product>): number => partsOf(product(...sizes));

  it('are those of few tiles and long sums, so many as keep 256 workgroups busy', () => {
    useForm('a GPU');
    // The kernels' gradients of a tower of 224 - 128 - 64 numbers: 28 and 8 tiles.
    expect([256, 512, 1024, 8192].map((inner) => parts(224, inner, 128))).toEqual([1, 8, 8, 9]);
    expect([256, 512, 1024, 65_536].map((inner) => parts(128, inner, 64))).toEqual([1, 8, 16, 32]);
    expect(parts(32, 65_536, 32)).toBe(32);
    // Of several products, each has its tiles.
    expect(parts(32, 4096, 32, 16)).toBe(16);
    expect(parts(32, 4096, 32, 200)).toBe(1);
    // As many tiles as there is room for.
    expect(parts(1024, 1024, 1024)).toBe(1);
    useForm('a GPU that cuts no sums');
    expect(parts(32, 65_536, 32)).toBe(1);
  });

  it('take one more dispatch, and none of another kind where they are whole', async () => {
    const count = (inner: number): number => {
      const before = dispatches.count;
      tf.tidy(() => tf.matMul(tf.ones([40, inner]), tf.ones([inner, 33])));
      return dispatches.count - before;
    };
    const counts = CUT_FORMS.map((form) => {
      useForm(form);
      return [count(511), count(512)];
    });
    expect(counts).toEqual([
      [1, 2],
      [1, 1],
      [1, 1],
    ]);
    await tf.ones([1]).data();
  });

  it('lose less than whole ones: each part adds fewer numbers', async () => {
    const [rows, inner, columns] = [8, 65_536, 8];
    const [x, y] = [numbers(rows * inner, 7).map(Math.abs), numbers(inner * columns, 8).map(Math.abs)];
    const exact = Float64Array.from({ length: rows * columns }, (_, at) => {
      let sum = 0;
      for (let k = 0; k < inner; k++)
        sum += x[Math.floor(at / columns) * inner + k]! * y[k * columns + (at % columns)]!;
      return sum;
    });
    const errors: number[] = [];
    for (const form of ['a GPU', 'a GPU that cuts no sums'] as const) {
      useForm(form);
      const out = tf.tidy(() => tf.matMul(tf.tensor2d(x, [rows, inner]), tf.tensor2d(y, [inner, columns])));
      errors.push(relativeError(await out.data(), exact));
      out.dispose();
    }
    const [cut, whole] = errors;
    expect(cut).toBeLessThan(2e-6);
    expect(cut).toBeLessThan(whole!);
  });
});
