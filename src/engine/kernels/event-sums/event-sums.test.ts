import { expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';
import { eventSums } from './event-sums';

onDevice();

/**
 * Shares of rows with every number of events, none included, the newest in the last column; a few of those of real
 * events are 0.
 */
const sharesOf = (rows: number, events: number, count: number): Float32Array =>
  numbers(rows * events * count, 3).map((x, i) => {
    const [at, k] = [Math.floor(i / count), i % count];
    const there = at % events >= events - ((Math.floor(at / events) * 5) % (events + 1));
    return there && (at + k) % 4 > 0 ? x : 0;
  });

async function run(
  backend: string,
  [rows, events, count, width]: readonly number[],
  values = numbers(rows! * events! * width!, 5),
) {
  await tf.setBackend(backend);
  const tensors = tf.tidy(() => {
    const { value, grads } = tf.valueAndGrads((...[shares, past]: tf.Tensor[]) =>
      eventSums(shares as tf.Tensor3D, past as tf.Tensor3D),
    )(
      [
        tf.tensor3d(sharesOf(rows!, events!, count!), [rows!, events!, count!]),
        tf.tensor3d(values, [rows!, events!, width!]),
      ],
      tf.tensor3d(numbers(rows! * count! * width!, 7), [rows!, count!, width!]),
    );
    return [value, ...grads];
  });
  const found = await Promise.all(tensors.map(async (x) => Float32Array.from(await x.data())));
  tf.dispose(tensors);
  return found as [Float32Array, Float32Array, Float32Array];
}

it.each([
  [9, 8, 3, 12],
  [30, 50, 4, 7],
  [3, 1, 1, 4],
  [12, 6, 16, 5],
])(
  'of %i rows of %i events in %i sums of width %i and its gradients are those of a plain product',
  async (...sizes) => {
    const [own, plain] = [await run('webgpu', sizes), await run('cpu', sizes)];
    const [, events, count] = sizes;
    const shares = sharesOf(sizes[0], events, count);
    // Those of an event without shares have none here.
    const expected = plain[1].map((slope, i) =>
      shares.subarray(i - (i % count), i - (i % count) + count).some((x) => x !== 0) ? slope : 0,
    );
    expect(relativeError(own[0], plain[0])).toBeLessThan(2e-6);
    expect(relativeError(own[1], expected)).toBeLessThan(2e-6);
    expect(relativeError(own[2], plain[2])).toBeLessThan(2e-6);
  },
);

it('reads no event without shares, whatever stands there', async () => {
  const values = numbers(3 * 4 * 4, 5);
  values.fill(Number.NaN, 0, 4 * 4);
  const [sums, dShares] = await run('webgpu', [3, 4, 2, 4], values);
  expect([...sums, ...dShares].every(Number.isFinite)).toBe(true);
});

it('does not hide a share that is no number', async () => {
  await tf.setBackend('webgpu');
  const out = tf.tidy(() => eventSums(tf.tensor3d([Number.NaN, 0], [1, 2, 1]), tf.ones([1, 2, 4])));
  expect(await out.data()).toEqual(new Float32Array(4).fill(Number.NaN));
  out.dispose();
});
