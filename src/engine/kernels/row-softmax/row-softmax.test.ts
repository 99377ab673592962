import { afterEach, describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';
import type { Tensor2D } from '../../tf';
import { rowSoftmax } from './row-softmax';

onDevice();
afterEach(() => tf.setBackend('webgpu'));

async function run(rows: number, columns: number, factor: number): Promise<Float32Array[]> {
  const results = tf.tidy(() => {
    const x = tf.mul<tf.Tensor2D>(tf.tensor2d(numbers(rows * columns, 1), [rows, columns]), factor);
    const dy: Tensor2D = tf.tensor2d(numbers(rows * columns, 2), [rows, columns]);
    const { value, grad } = tf.valueAndGrad((logits: tf.Tensor) => rowSoftmax(logits as Tensor2D))(x, dy);
    return [value, grad];
  });
  const data = await Promise.all(results.map((tensor) => tensor.data()));
  tf.dispose(results);
  return data.map((values) => Float32Array.from(values));
}

describe('row softmax', () => {
  it.each([
    [7, 3, 1],
    [300, 4, 20],
    [65, 40, 5],
    [3, 1, 1],
    [2, 8, 1000],
  ])('of %i rows of %i logits up to about %i has the value and gradient of tfjs', async (rows, columns, factor) => {
    const fused = await run(rows, columns, factor);
    await tf.setBackend('cpu');
    const plain = await run(rows, columns, factor);
    plain.forEach((values, i) => expect(relativeError(fused[i]!, values)).toBeLessThan(5e-6));
  });

  it('shows what is no number', async () => {
    const shares = tf.tidy(() =>
      rowSoftmax(
        tf.tensor2d([
          [1, Number.NaN],
          [0, 0],
        ]),
      ),
    );
    expect([...(await shares.data())]).toEqual([Number.NaN, Number.NaN, 0.5, 0.5]);
    shares.dispose();
  });

  // Rows of one mask share it by threes; its columns are all there, all but the first, and none.
  it('gives masked columns nothing, forward and backward, and is zero where all are masked', async () => {
    const mask = [
      [1, 1, 1, 1],
      [0, 1, 1, 1],
      [0, 0, 0, 0],
    ];
    const masked = async () => {
      const results = tf.tidy(() => {
        const x = tf.mul(tf.tensor2d(numbers(36, 1), [9, 4]), 3);
        const { value, grad } = tf.valueAndGrad((logits: tf.Tensor) =>
          rowSoftmax(logits as Tensor2D, tf.tensor2d(mask)),
        )(x, tf.tensor2d(numbers(36, 2), [9, 4]));
        return [value, grad, rowSoftmax(x as Tensor2D)];
      });
      const [value, grad, whole] = await Promise.all(
        results.map(async (tensor) => Float32Array.from(await tensor.data())),
      );
      tf.dispose(results);
      return { value: value!, grad: grad!, whole: whole! };
    };
    const fused = await masked();
    await tf.setBackend('cpu');
    const plain = await masked();
    for (const name of ['value', 'grad'] as const) expect(relativeError(fused[name], plain[name])).toBeLessThan(5e-6);
    expect(relativeError(fused.value.subarray(0, 12), fused.whole.subarray(0, 12))).toBeLessThan(5e-6);
    for (const name of ['value', 'grad'] as const) {
      // Of either sign.
      for (const at of [12, 16, 20, ...Array.from({ length: 12 }, (_, i) => 24 + i)])
        expect(Math.abs(fused[name][at]!)).toBe(0);
    }
    for (const row of [3, 4, 5])
      expect(fused.value.subarray(4 * row, 4 * row + 4).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
  });

  it('shows what is no number beside masked columns', async () => {
    const shares = tf.tidy(() => rowSoftmax(tf.tensor2d([[5, 1, Number.NaN]]), tf.tensor2d([[0, 1, 1]])));
    expect([...(await shares.data())]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    shares.dispose();
  });
});
