import { describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';
import { squash } from './squash';

onDevice();

async function run(z: Float32Array, shape: readonly [number, number, number], dy = numbers(z.length, 9)) {
  const tensors = tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => squash(x))(
      tf.tensor3d(z, [...shape]),
      tf.tensor3d(dy, [...shape]),
    );
    return [value, grad];
  });
  const [value, slope] = await Promise.all(tensors.map(async (x) => Float32Array.from(await x.data())));
  tf.dispose(tensors);
  return { value: value!, slope: slope! };
}

describe('squash', () => {
  // |(3, 4)| = 5: 25 / 26 of the direction (.6, .8).
  it('keeps the direction and shortens (3, 4) to 25 / 26', async () => {
    const { value } = await run(Float32Array.of(3, 4), [1, 1, 2]);
    expect(value[0]).toBeCloseTo((25 / 26) * 0.6, 6);
    expect(value[1]).toBeCloseTo((25 / 26) * 0.8, 6);
  });

  it.each([
    [5, 3, 8],
    [33, 4, 7],
    [2, 1, 1],
  ] as const)('of [%i, %i, %i] and its gradient are those of plain operations', async (...shape) => {
    const z = numbers(shape[0] * shape[1] * shape[2], 3).map((x) => 3 * x);
    const fused = await run(z, shape);
    await tf.setBackend('cpu');
    const plain = await run(z, shape);
    await tf.setBackend('webgpu');
    expect(relativeError(fused.value, plain.value)).toBeLessThan(1e-5);
    expect(relativeError(fused.slope, plain.slope)).toBeLessThan(1e-5);
  });

  it('hands zero on as zero, and no gradient', async () => {
    const { value, slope } = await run(new Float32Array(8), [1, 2, 4]);
    expect([...value, ...slope].map(Math.abs)).toEqual(Array(16).fill(0));
  });
});
