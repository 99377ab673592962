import { describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';
import { labelAttention, labelShares } from './label-attention';

onDevice();

interface Given {
  vectors: Float32Array;
  active: number[];
  label: Float32Array;
  shape: readonly [rows: number, capsules: number, width: number];
  sharpness: number;
}

async function run({ vectors, active, label, shape: [rows, capsules, width], sharpness }: Given) {
  const tensors = tf.tidy(() => {
    const mask = tf.tensor2d(active, [rows, capsules]);
    const dy = tf.tensor2d(numbers(rows * width, 9), [rows, width]);
    const attention = (v: tf.Tensor3D, x: tf.Tensor2D) => ({ vectors: v, active: mask, label: x, sharpness });
    const [v, x] = [tf.tensor3d(vectors, [rows, capsules, width]), tf.tensor2d(label, [rows, width])];
    const { value, grads } = tf.valueAndGrads((a: tf.Tensor, b: tf.Tensor) =>
      tf.add(labelAttention(attention(a as tf.Tensor3D, b as tf.Tensor2D)), tf.mul(tf.sum(b), 0)),
    )([v, x], dy);
    return [value, ...grads, labelShares(attention(v, x))];
  });
  const [value, dVectors, dLabel, shares] = await Promise.all(
    tensors.map(async (x) => Float32Array.from(await x.data())),
  );
  tf.dispose(tensors);
  return { value: value!, dVectors: dVectors!, dLabel: dLabel!, shares: shares! };
}

const random = (shape: readonly [number, number, number], sharpness: number): Given => ({
  vectors: numbers(shape[0] * shape[1] * shape[2], 3),
  label: numbers(shape[0] * shape[2], 4),
  shape,
  sharpness,
  active: Array.from({ length: shape[0] * shape[1] }, (_, at) =>
    at % shape[1] <= Math.floor(at / shape[1]) % shape[1] ? 1 : 0,
  ),
});

describe('label-aware attention', () => {
  // <v, label> = ln 3 and 0, sharpness 1: shares 3/4 and 1/4.
  it('adds vectors up by the softmax of sharpness x inner product, as by hand', async () => {
    const { value, shares } = await run({
      vectors: Float32Array.of(Math.log(3), 4, 0, 8),
      active: [1, 1],
      label: Float32Array.of(1, 0),
      shape: [1, 2, 2],
      sharpness: 1,
    });
    expect(shares[0]).toBeCloseTo(0.75, 5);
    expect(value[0]).toBeCloseTo(0.75 * Math.log(3), 5);
    expect(value[1]).toBeCloseTo(0.75 * 4 + 0.25 * 8, 5);
  });

  it.each([
    [[9, 4, 8], 3],
    [[33, 3, 7], 10],
    [[5, 1, 4], 2],
    [[9, 4, 8], Infinity],
  ] as const)('of %j at sharpness %f and its gradients are those of plain operations', async (shape, sharpness) => {
    const given = random(shape, sharpness);
    const fused = await run(given);
    await tf.setBackend('cpu');
    const plain = await run(given);
    await tf.setBackend('webgpu');
    for (const name of ['value', 'dVectors', 'dLabel', 'shares'] as const)
      expect(relativeError(fused[name], plain[name]), name).toBeLessThan(1e-5);
  });

  it.each([[2], [4], [100], [Infinity]])(
    'trap 7: at sharpness %f the vector most opposed to the item is never chosen',
    async (sharpness) => {
      const { shares } = await run({
        vectors: Float32Array.of(-3, 0, 1, 0, 0, 1),
        active: [1, 1, 1],
        label: Float32Array.of(1, 0),
        shape: [1, 3, 2],
        sharpness,
      });
      expect(shares[1]).toBeGreaterThan(Math.max(shares[0]!, shares[2]!));
      expect(shares[0]).toBeLessThan(0.01);
    },
  );

  it('at a sharpness without bound takes the best alone, the first of equals, and hands the item no gradient', async () => {
    const { value, shares, dLabel, dVectors } = await run({
      vectors: Float32Array.of(1, 5, 2, 6, 2, 7),
      active: [1, 1, 1],
      label: Float32Array.of(1, 0),
      shape: [1, 3, 2],
      sharpness: Infinity,
    });
    expect([...shares]).toEqual([0, 1, 0]);
    expect([...value]).toEqual([2, 6]);
    expect([...dLabel].map(Math.abs)).toEqual([0, 0]);
    expect([...dVectors].map((x) => x !== 0)).toEqual([false, false, true, true, false, false]);
  });

  it('trap 9: gives vectors that are not active no share, however well they suit, and the first of a row one always', async () => {
    const { shares, dVectors } = await run({
      vectors: Float32Array.of(0, 1, 50, 0, 0, 1, 50, 0),
      active: [1, 0, 0, 0],
      label: Float32Array.of(1, 0, 1, 0),
      shape: [2, 2, 2],
      sharpness: 5,
    });
    expect([...shares]).toEqual([1, 0, 1, 0]);
    expect([2, 3, 6, 7].map((at) => Math.abs(dVectors[at]!))).toEqual([0, 0, 0, 0]);
  });
});
