import { describe, expect, it } from 'vitest';
import { openCpu } from '../../device';
import { onDevice } from '../../testing';
import * as tf from '../../tf';
import { labelShares } from './label-shares';

/** Numbers from 2 on are classes; the third row has none, the last one a class that is not there. */
const found = () =>
  tf
    .tidy(() =>
      labelShares(
        tf.tensor2d([
          [2, 4],
          [3, 3],
          [0, 1],
          [5, 2],
        ]),
        tf.tensor2d([
          [0.5, 0.5],
          [0.25, 0.5],
          [1, 0],
          [0.5, 0.5],
        ]),
        2,
        3,
      ),
    )
    .array();
const expected = [
  [0.5, 0, 0.5],
  [0, 0.75, 0],
  [0, 0, 0],
  [0.5, 0, 0],
];

describe('labelShares', () => {
  onDevice();
  it('adds up the shares of each class, on the device', async () => expect(await found()).toEqual(expected));
  it('for another shape in the same session', async () => {
    const one = tf.tidy(() => labelShares(tf.tensor2d([[3], [7]]), tf.tensor2d([[1], [1]]), 2, 6));
    expect(await one.array()).toEqual([
      [0, 1, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 1],
    ]);
    one.dispose();
  });
  it('refuses shares of another shape', () =>
    expect(() => labelShares(tf.zeros([2, 2]), tf.zeros([2, 1]), 2, 3)).toThrow('slots are [2,2] and shares [2,1]'));
  it('and in plain loops', async () => {
    await openCpu();
    expect(await found()).toEqual(expected);
  });
});
