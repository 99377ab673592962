import { afterEach, describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';
import type { Tensor1D, Tensor2D } from '../../tf';
import { meanDistance } from './mean-distance';

onDevice();
afterEach(() => tf.setBackend('webgpu'));

/** Value and gradient at an upstream gradient of 0.7; every third row has no weight. */
async function run(rows: number, width: number) {
  const weight = Float32Array.from({ length: rows }, (_, row) => [0, 1, 2.5][row % 3]!);
  const results = tf.tidy(() => {
    const b = tf.tensor2d(numbers(rows * width, 2), [rows, width]);
    const { value, grad } = tf.valueAndGrad((a: tf.Tensor) =>
      tf.mul(meanDistance(a as Tensor2D, b, tf.tensor1d(weight)), 0.7),
    )(tf.tensor2d(numbers(rows * width, 1), [rows, width]));
    return [value, grad];
  });
  const data = await Promise.all(results.map((tensor) => tensor.data()));
  tf.dispose(results);
  return data.map((values) => Float32Array.from(values));
}

describe('mean distance', () => {
  it.each([
    [7, 3],
    [300, 12],
    [65, 1],
    [2, 64],
  ])('of %i rows of %i numbers has the value and gradient of the composed operations', async (rows, width) => {
    const fused = await run(rows, width);
    await tf.setBackend('cpu');
    const plain = await run(rows, width);
    plain.forEach((values, i) => expect(relativeError(fused[i]!, values)).toBeLessThan(2e-6));
  });

  it.each(['webgpu', 'cpu'])('is 0, with a gradient of 0, where no row has weight: %s', async (backend) => {
    await tf.setBackend(backend);
    const { value, grad } = tf.valueAndGrad((a: tf.Tensor) =>
      meanDistance(a as Tensor2D, tf.zeros([3, 4]), tf.zeros([3])),
    )(tf.ones([3, 4]));
    expect([...(await value.data()), ...(await grad.data())].map(Math.abs)).toEqual([...new Float64Array(13)]);
    tf.dispose([value, grad]);
  });

  it('of (1, 2) to (1, 0) by 3 and of (0, 0) to (1, 1) by 1 is (3 x 4 + 2) / 4', async () => {
    const mean = meanDistance(
      tf.tensor2d([
        [1, 2],
        [0, 0],
      ]),
      tf.tensor2d([
        [1, 0],
        [1, 1],
      ]),
      tf.tensor1d([3, 1]) as Tensor1D,
    );
    expect((await mean.data())[0]).toBe(3.5);
    mean.dispose();
  });
});
