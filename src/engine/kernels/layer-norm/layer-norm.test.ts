import { describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';
import { layerNorm, sumAndNorm } from './layer-norm';

onDevice();

async function run(rows: number, width: number) {
  const [value, slope] = tf.tidy(() => {
    const x = tf.tensor2d(
      numbers(rows * width, 3).map((u) => 3 * u + 1),
      [rows, width],
    );
    const dy = tf.tensor2d(numbers(rows * width, 5), [rows, width]);
    const { value: out, grad } = tf.valueAndGrad((at: tf.Tensor2D) => layerNorm(at))(x, dy);
    return [out, grad];
  });
  const read = [await value!.data(), await slope!.data()].map((data) => Float32Array.from(data));
  tf.dispose([value!, slope!]);
  return read as [Float32Array, Float32Array];
}

describe('layer norm', () => {
  it.each([
    [70, 16],
    [9, 6],
    [130, 64],
    [1, 1],
  ])('of [%d, %d] and its gradient are those of the formula', async (rows, width) => {
    const fused = await run(rows, width);
    await tf.setBackend('cpu');
    const plain = await run(rows, width);
    await tf.setBackend('webgpu');
    expect(relativeError(fused[0], plain[0])).toBeLessThan(1e-5);
    // A gradient that is zero but for rounding, where a row is one number.
    if (width > 1) expect(relativeError(fused[1], plain[1])).toBeLessThan(1e-5);
  });

  it('has mean 0 and deviation 1 in every row, and zero for a row that is all alike', async () => {
    const out = await layerNorm(
      tf.tensor2d([
        [1, 2, 3, 6],
        [5, 5, 5, 5],
      ]),
    ).array();
    [-2, -1, 0, 3].forEach((c, i) => expect(out[0]![i]).toBeCloseTo(c / Math.sqrt(3.5), 4));
    expect(out[1]).toEqual([0, 0, 0, 0]);
  });

  it.each([
    [70, 16],
    [9, 6],
  ])('of a sum [%d, %d] that is read on is the sum and its norm, with the slope of both', async (rows, width) => {
    const [x, added, dy, dz] = [1, 2, 3, 4].map((seed) => numbers(rows * width, seed));
    const read = async (of: (a: tf.Tensor2D, b: tf.Tensor2D) => [tf.Tensor2D, tf.Tensor2D]) => {
      const results = tf.tidy(() => {
        const [slopes, others] = [dy!, dz!].map((all) => tf.tensor2d(all, [rows, width]));
        // x is read once more behind it, so that its gradient has a third term.
        const { grads } = tf.valueAndGrads((a: tf.Tensor, b: tf.Tensor) => {
          const [sum, norm] = of(a as tf.Tensor2D, b as tf.Tensor2D);
          return tf.sum(tf.add(tf.add(tf.mul(sum, slopes!), tf.mul(norm, others!)), tf.mul(a, others!))) as tf.Scalar;
        })([tf.tensor2d(x!, [rows, width]), tf.tensor2d(added!, [rows, width])]);
        return [...of(tf.tensor2d(x!, [rows, width]), tf.tensor2d(added!, [rows, width])), ...grads];
      });
      const data = await Promise.all(results.map((tensor) => tensor.data()));
      tf.dispose(results);
      return data as Float32Array[];
    };
    const apart = await read((a, b) => {
      const sum: tf.Tensor2D = tf.add(a, b);
      return [sum, layerNorm(sum)];
    });
    const fused = await read(sumAndNorm);
    fused.forEach((all, i) => expect(relativeError(all, apart[i]!)).toBeLessThan(1e-5));
  });
});
