import * as tf from '@tensorflow/tfjs';
import type { Tensor2D } from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../testing';
import { rowSoftmax } from './row-softmax';

onDevice();
afterEach(() => tf.setBackend('webgpu'));

async function run(rows: number, columns: number, factor: number): Promise<Float32Array[]> {
  const results = tf.tidy(() => {
    const x = tf.tensor2d(numbers(rows * columns, 1), [rows, columns]).mul(factor);
    const dy: Tensor2D = tf.tensor2d(numbers(rows * columns, 2), [rows, columns]);
    const { value, grad } = tf.valueAndGrad((logits: tf.Tensor) => rowSoftmax(logits as Tensor2D))(x, dy);
    return [value, grad];
  });
  const data = await Promise.all(results.map((tensor) => tensor.data()));
  tf.dispose(results);
  return data.map((values) => Float32Array.from(values));
}

describe('row softmax', () => {
  it.each([[7, 3, 1], [300, 4, 20], [65, 40, 5], [3, 1, 1], [2, 8, 1000]])('of %i rows of %i logits up to about %i has the value and gradient of tfjs', async (rows, columns, factor) => {
    const fused = await run(rows, columns, factor);
    await tf.setBackend('cpu');
    const plain = await run(rows, columns, factor);
    plain.forEach((values, i) => expect(relativeError(fused[i]!, values)).toBeLessThan(5e-6));
  });

  it('shows what is no number', async () => {
    const shares = tf.tidy(() => rowSoftmax(tf.tensor2d([[1, Number.NaN], [0, 0]])));
    expect([...await shares.data()]).toEqual([Number.NaN, Number.NaN, 0.5, 0.5]);
    shares.dispose();
  });
});
