import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FORMS, numbers, onDevice, relativeError, useForm } from '../../testing';
import * as tf from '../../tf';
import type { Tensor1D, Tensor2D } from '../../tf';
import { historyShares } from './history-shares';

onDevice();
afterEach(() => tf.setBackend('webgpu'));

/** Shares and, where positions are learnt, their gradient; full, half, single and empty rows. */
async function run(rows: number, events: number, halfLife: number | null, learnt: boolean) {
  const mask = Float32Array.from({ length: rows * events }, (_, at) =>
    at % events >= (Math.floor(at / events) * 3) % (events + 1) ? 1 : 0,
  );
  const results = tf.tidy(() => {
    const of = (position: tf.Tensor | null) =>
      historyShares({ mask: tf.tensor2d(mask, [rows, events]), halfLife, position: position as Tensor1D | null });
    if (!learnt) return [of(null)];
    const { value, grad } = tf.valueAndGrad(of as (x: tf.Tensor) => Tensor2D)(
      tf.tensor1d(numbers(events, 2)),
      tf.tensor2d(numbers(rows * events, 3), [rows, events]),
    );
    return [value, grad];
  });
  const data = await Promise.all(results.map((tensor) => tensor.data()));
  tf.dispose(results);
  return data.map((values) => Float32Array.from(values));
}

describe.each(FORMS)('history shares, in the form of %s,', (form) => {
  beforeEach(() => useForm(form));

  it.each([
    [7, 6, null, false],
    [90, 20, 4, false],
    [70, 50, 10, true],
    [5, 3, null, true],
  ] as const)(
    'of %i rows and %i events, half-life %j, positions learnt %j, are those of the composed operations',
    async (rows, events, halfLife, learnt) => {
      const fused = await run(rows, events, halfLife, learnt);
      await tf.setBackend('cpu');
      const plain = await run(rows, events, halfLife, learnt);
      plain.forEach((values, i) => expect(relativeError(fused[i]!, values)).toBeLessThan(2e-6));
    },
  );

  it('sum to 1 in every row that has an event, and to 0 in one that has none', async () => {
    const [shares] = await run(7, 6, 4, false);
    const sums = Array.from({ length: 7 }, (_, row) =>
      shares!.subarray(row * 6, row * 6 + 6).reduce((a, b) => a + b, 0),
    );
    sums.forEach((sum, row) => expect(sum).toBeCloseTo((row * 3) % 7 === 6 ? 0 : 1, 5));
    expect(sums.filter((sum) => sum === 0)).toHaveLength(1);
  });
});
