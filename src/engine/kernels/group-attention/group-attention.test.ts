import { describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';
import { groupScores, groupSums } from './group-attention';

onDevice();

const [Q, X, A] = [3, 4, 5];

/** Rows with every number of events, none included. @param absent what stands where none is */
async function run(rows: number, events: number, groups: number, width: number, absent = 1): Promise<Float32Array[]> {
  const isThere = (row: number, t: number): boolean => t >= events - ((row * 5 + 3) % (events + 1));
  const tensors = tf.tidy(() => {
    const mask = tf.tensor2d(
      Array.from({ length: rows * events }, (_, at) => Number(isThere(Math.floor(at / events), at % events))),
      [rows, events],
    );
    const query = tf.tensor2d(numbers(rows * groups * width, Q), [rows, groups * width]);
    const whole = groups * width;
    const past = tf.tensor3d(
      numbers(rows * events * whole, X).map((x, at) =>
        isThere(Math.floor(at / (events * whole)), Math.floor(at / whole) % events) ? x : absent,
      ),
      [rows, events, whole],
    );
    const shares: tf.Tensor3D = tf.mul(
      tf.tensor3d(numbers(rows * groups * events, A), [rows, groups, events]),
      tf.expandDims(mask, 1),
    );
    const scored = tf.valueAndGrads((q: tf.Tensor, x: tf.Tensor) =>
      groupScores(q as tf.Tensor2D, x as tf.Tensor3D, groups, mask),
    )([query, past], shares);
    const summed = tf.valueAndGrads((a: tf.Tensor, x: tf.Tensor) => groupSums(a as tf.Tensor3D, x as tf.Tensor3D))(
      [shares, past],
      query,
    );
    // Shares of 0 have no gradient.
    const [dShares, dEvents] = summed.grads as [tf.Tensor, tf.Tensor];
    return [scored.value, ...scored.grads, summed.value, tf.mul(dShares, tf.expandDims(mask, 1)), dEvents];
  });
  const data = await Promise.all(tensors.map(async (tensor) => Float32Array.from(await tensor.data())));
  tf.dispose(tensors);
  return data;
}

describe('attention to groups of numbers side by side', () => {
  it('scores and adds up each group by itself, as by hand', async () => {
    const out = tf.tidy(() => {
      // Two events of two groups of two numbers.
      const events = tf.tensor3d([1, 2, 10, 20, 3, 4, 30, 40], [1, 2, 4]);
      return [
        groupScores(tf.tensor2d([1, 0, 0, 1], [1, 4]), events, 2, tf.ones([1, 2])),
        groupSums(tf.tensor3d([1, 0, 0.5, 0.5], [1, 2, 2]), events),
      ];
    });
    const [scores, sums] = await Promise.all(out.map(async (tensor) => [...(await tensor.data())]));
    tf.dispose(out);
    expect(scores).toEqual([1, 3, 20, 40]);
    expect(sums).toEqual([1, 2, 20, 30]);
  });

  it.each([
    [5, 7, 3, 8],
    [4, 3, 2, 5],
    [33, 6, 1, 12],
    [2, 1, 4, 3],
  ])(
    'of %i rows, %i events, %i groups of %i has values and gradients of the composed operations',
    async (rows, events, groups, width) => {
      const fused = await run(rows, events, groups, width);
      await tf.setBackend('cpu');
      const plain = await run(rows, events, groups, width);
      await tf.setBackend('webgpu');
      expect(fused).toHaveLength(6);
      fused.forEach((values, i) => expect(relativeError(values, plain[i]!)).toBeLessThan(3e-6));
      // What stands where no event is, is not read.
      (await run(rows, events, groups, width, Number.NaN)).forEach((values, i) => expect(values).toEqual(fused[i]));
    },
  );
});
