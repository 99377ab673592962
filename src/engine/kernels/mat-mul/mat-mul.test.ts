import { beforeEach, describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs';
import { FORMS, numbers, onDevice, relativeError, useForm } from '../../testing';
import { matMulReference } from './reference';

onDevice();

describe.each(FORMS)('matMul, %s, as every block and every gradient calls it', (form) => {
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
    { a: [6, 1, 9], b: [6, 9, 8], ta: false, tb: false },
    { a: [6, 1, 9], b: [6, 1, 8], ta: true, tb: false },
    { a: [6, 1, 8], b: [6, 9, 8], ta: false, tb: true },
    { a: [3, 10, 4], b: [3, 12, 4], ta: false, tb: true },
    { a: [4, 20, 17], b: [1, 17, 12], ta: false, tb: false },
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
])('gives the same bits for a GPU and for a CPU adapter, transposed %s, %s', async (ta, tb) => {
  const [a, b] = [
    tf.tensor2d(numbers(72 * 100, 5), ta ? [100, 72] : [72, 100]),
    tf.tensor2d(numbers(100 * 92, 6), tb ? [92, 100] : [100, 92]),
  ];
  useForm('a GPU');
  const tiled = await tf.matMul(a, b, ta, tb).data();
  useForm('this adapter');
  expect(await tf.matMul(a, b, ta, tb).data()).toEqual(tiled);
});
