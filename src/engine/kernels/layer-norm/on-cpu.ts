/** `layerNorm` on the CPU path. */
import { differentiable } from '../../differentiable';
import { hostArray } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor2D } from '../../tf';

/** @param floor added to the variance; @see layerNorm */
export function layerNormOnCpu(x: Tensor2D, floor: number): Tensor2D {
  const [rows, width] = x.shape;
  return differentiable<Tensor2D>(
    { x },
    (save) => {
      save(x);
      const [given, out] = [hostArray(x), new Float32Array(x.size)];
      for (let first = 0; first < out.length; first += width) {
        const { mean, scale } = momentsOf(given, first, width, floor);
        for (let i = first; i < first + width; i++) out[i] = (given[i]! - mean) * scale;
      }
      return tf.tensor2d(out, [rows, width]);
    },
    (dy, [saved]) => ({
      x: () => {
        const [given, slopes, dx] = [hostArray(saved!), hostArray(dy), new Float32Array(x.size)];
        for (let first = 0; first < dx.length; first += width) {
          const { mean, scale } = momentsOf(given, first, width, floor);
          let [slope, along] = [0, 0];
          for (let i = first; i < first + width; i++) {
            slope += slopes[i]!;
            along += slopes[i]! * (given[i]! - mean);
          }
          slope /= width;
          along *= (scale * scale) / width;
          for (let i = first; i < first + width; i++) dx[i] = (slopes[i]! - slope - (given[i]! - mean) * along) * scale;
        }
        return tf.tensor2d(dx, [rows, width]);
      },
    }),
  );
}

/** Of a row: its mean, and 1 / its deviation. */
function momentsOf(x: Float32Array, first: number, width: number, floor: number): { mean: number; scale: number } {
  let [mean, squares] = [0, 0];
  for (let i = first; i < first + width; i++) mean += x[i]!;
  mean /= width;
  for (let i = first; i < first + width; i++) squares += (x[i]! - mean) ** 2;
  return { mean, scale: 1 / Math.sqrt(squares / width + floor) };
}
