import { afterEach, describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';
import type { Tensor2D } from '../../tf';
import { hinge, type HingeForm } from './hinge';

onDevice();
afterEach(() => tf.setBackend('webgpu'));

/** Value and gradient at an upstream gradient of 0.7; some rows have no weight, and some places no other one. */
async function run(rows: number, others: number, form: HingeForm): Promise<Float32Array[]> {
  const weight = Float32Array.from({ length: rows }, (_, row) => [1, 0, 2.5][row % 3]!);
  const there = Float32Array.from({ length: rows * others }, (_, at) => Number(at % 4 !== 1));
  const results = tf.tidy(() => {
    const value = (scores: tf.Tensor): tf.Scalar =>
      tf.mul(hinge(scores as Tensor2D, tf.tensor2d(there, [rows, others]), tf.tensor1d(weight), form), 0.7);
    const { value: loss, grad } = tf.valueAndGrad(value)(
      tf.tensor2d(numbers(rows * (1 + others), 1), [rows, 1 + others]),
    );
    return [loss, grad];
  });
  const data = await Promise.all(results.map((tensor) => tensor.data()));
  tf.dispose(results);
  return data.map((values) => Float32Array.from(values));
}

describe('hinge', () => {
  it.each([
    [7, 1, { scale: 1, margin: 0.1, reduction: 'mean' }],
    [300, 5, { scale: 2, margin: 0, reduction: 'mean' }],
    [65, 2, { scale: 1, margin: 0.5, reduction: 'sum' }],
    [1, 64, { scale: 2, margin: 1, reduction: 'sum' }],
  ] as const)(
    'of %i rows with %i others each, by %o, has the value and gradient of the composed operations',
    async (rows, others, form) => {
      const fused = await run(rows, others, form);
      await tf.setBackend('cpu');
      const plain = await run(rows, others, form);
      expect(plain[1]!.some((slope) => slope !== 0)).toBe(true);
      plain.forEach((values, i) => expect(relativeError(fused[i]!, values)).toBeLessThan(2e-6));
    },
  );

  const of = async (scores: number[][], weight: number[], reduction: HingeForm['reduction']): Promise<number> => {
    const loss = tf.tidy(() =>
      hinge(tf.tensor2d(scores), tf.ones([scores.length, scores[0]!.length - 1]), tf.tensor1d(weight), {
        scale: 1,
        margin: 0.5,
        reduction,
      }),
    );
    const [value] = await loss.data();
    loss.dispose();
    return value!;
  };

  it('of a worked example is (3 x 0.25 + 0) / 4, and its sum 0.75', async () => {
    const scores = [
      [1, 0.75],
      [2, 1],
    ];
    expect(await of(scores, [3, 1], 'mean')).toBe(0.1875);
    expect(await of(scores, [3, 1], 'sum')).toBe(0.75);
  });

  it('of no weight at all is 0, and of what is no number is none', async () => {
    expect(await of([[1, 0.75]], [0], 'mean')).toBe(0);
    expect(
      await of(
        [
          [1, Number.NaN],
          [1, 0],
        ],
        [1, 1],
        'mean',
      ),
    ).toBeNaN();
  });
});
