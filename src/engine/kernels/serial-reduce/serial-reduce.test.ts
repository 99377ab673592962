import { describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';

onDevice();

/** The same op on tfjs's CPU backend. */
async function onCpu(
  values: Float32Array,
  shape: number[],
  op: (x: tf.Tensor) => tf.Tensor,
): Promise<{ values: Float32Array; shape: number[] }> {
  const before = tf.getBackend();
  await tf.setBackend('cpu');
  const result = tf.tidy(() => op(tf.tensor(values, shape)));
  const answer = { values: (await result.data()) as Float32Array, shape: result.shape };
  result.dispose();
  await tf.setBackend(before);
  return answer;
}

describe('reductions on a CPU adapter equal those of the CPU backend', () => {
  it.each<[string, number[], (x: tf.Tensor) => tf.Tensor]>([
    ['sum over rows', [5, 7], (x) => tf.sum(x, 0)],
    ['sum over columns', [300, 40], (x) => tf.sum(x, 1)],
    ['sum over columns, kept', [30, 4], (x) => tf.sum(x, 1, true)],
    ['sum over two axes', [3, 4, 5], (x) => tf.sum(x, [0, 1])],
    ['sum over separate axes', [3, 4, 5], (x) => tf.sum(x, [0, 2])],
    ['sum of all', [9, 11], (x) => tf.sum(x)],
    ['mean of the middle axis', [4, 9, 3], (x) => tf.mean(x, 1)],
    ['max over columns', [20, 33], (x) => tf.max(x, 1)],
    ['max over rows, kept', [20, 33], (x) => tf.max(x, 0, true)],
    ['softmax', [17, 50], (x) => tf.softmax(x)],
    ['softmax of rank 3', [2, 3, 5], (x) => tf.softmax(x)],
  ])('%s of %j', async (_, shape, op) => {
    const values = numbers(
      shape.reduce((a, b) => a * b, 1),
      5,
    ).map((x) => x * 4);
    const expected = await onCpu(values, shape, op);
    const result = tf.tidy(() => op(tf.tensor(values, shape)));
    expect(result.shape).toEqual(expected.shape);
    expect(relativeError(await result.data(), expected.values)).toBeLessThan(2e-6);
    result.dispose();
  });
});
