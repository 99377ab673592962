import { describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';
import { pairwiseProducts } from './pairwise-products';

onDevice();

const composed = (x: tf.Tensor3D): tf.Tensor => tf.mul(tf.sub(tf.square(tf.sum(x, 1)), tf.sum(tf.square(x), 1)), 0.5);

describe('pairwise products', () => {
  it.each<[number, number, number]>([
    [7, 2, 3],
    [90, 5, 16],
    [33, 3, 4],
  ])(
    'of %i rows of %i fields of width %i have the value and gradient of the composed operations',
    async (rows, fields, width) => {
      const results = tf.tidy(() =>
        [pairwiseProducts, composed].map((f) => {
          const { value, grad } = tf.valueAndGrad(f as (x: tf.Tensor) => tf.Tensor)(
            tf.tensor3d(numbers(rows * fields * width), [rows, fields, width]),
            tf.tensor2d(numbers(rows * width, 2), [rows, width]),
          );
          return [value, grad];
        }),
      );
      const [own, plain] = await Promise.all(
        results.map((tensors) => Promise.all(tensors.map((tensor) => tensor.data()))),
      );
      tf.dispose(results);
      own!.forEach((values, i) => expect(relativeError(values, plain![i]!)).toBeLessThan(1e-5));
    },
  );

  it('of 3 and 5 and 7 are 15 + 21 + 35', async () =>
    expect([...(await pairwiseProducts(tf.tensor3d([3, 5, 7], [1, 3, 1])).data())]).toEqual([71]));

  it('of one field are exactly 0, and so is their gradient', async () => {
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => pairwiseProducts(x as tf.Tensor3D))(
      tf.tensor3d(numbers(60), [12, 1, 5]),
      tf.tensor2d(numbers(60, 2), [12, 5]),
    );
    expect([...(await value.data()), ...(await grad.data())].every((number) => number === 0)).toBe(true);
  });
});
