/** What an attribution holds: values as they are for the last row, and no way for a gradient. */
import { beforeAll, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import type { Held } from '../../blocks/block';
import ability from './held';

beforeAll(openCpu);

const heldIn = (explained?: number): Held =>
  ability.give(
    {
      node: { id: 'n', block: 'b', side: 'user', params: {}, at: [0, 0] },
      pass: { training: false, sides: {}, probe: null, ...(explained ? { explained } : {}) },
    },
    null,
  );
const numbersOf = async (x: tf.Tensor) => (await x.array()) as number[][];

it('is nothing but the plain values in any other pass', async () => {
  const { factor, direction } = heldIn();
  const x = tf.tensor2d([[3, 4]]);
  expect(factor(x)).toBe(x);
  const [[a, b] = []] = await numbersOf(direction(x));
  expect([a, b]).toEqual([expect.closeTo(0.6, 6), expect.closeTo(0.8, 6)]);
});

it('gives every row the factors of the last, several rows for a row of the pass too, and the gradient nothing', async () => {
  const { factor } = heldIn(2);
  const x = tf.tensor2d([[1], [2], [3], [4]]);
  expect(await numbersOf(factor(x))).toEqual([[3], [4], [3], [4]]);
  const slope = tf.grad((y: tf.Tensor) => tf.sum(tf.mul(factor(y), y)))(x);
  expect(await numbersOf(slope)).toEqual([[3], [4], [3], [4]]);
  // A side that is not encoded.
  const one = tf.tensor2d([[7]]);
  expect(factor(one)).toBe(one);
});

it('divides every row by the length of the last, or its parts by theirs: a sum of what a row is made of', async () => {
  const { direction } = heldIn(2);
  const x = tf.tensor2d([
    [6, 8],
    [3, 4],
  ]);
  const whole = await numbersOf(direction(x));
  expect(whole.flat().map((value) => Number(value.toFixed(6)))).toEqual([1.2, 1.6, 0.6, 0.8]);
  const parts = await numbersOf(direction(x, [1, 1]));
  expect(parts.flat().map((value) => Number(value.toFixed(6)))).toEqual([2, 2, 1, 1]);
  const slope = await numbersOf(tf.grad((y: tf.Tensor) => tf.sum(direction(y as tf.Tensor2D)))(x));
  for (const value of slope.flat()) expect(value).toBeCloseTo(1 / 5, 6);
});
