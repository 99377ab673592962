/** `layerNorm` on the CPU path. */
import { byRows } from '../../cpu/by-rows';
import { wasm } from '../../cpu/module';
import { differentiable } from '../../differentiable';
import { hostArray } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor, Tensor2D } from '../../tf';

/** @see layerNorm; @param floor added to the variance */
export function layerNormOnCpu(x: Tensor2D, floor: number): Tensor2D {
  const [rows, width] = x.shape;
  return differentiable<Tensor2D>(
    { x },
    (save) => {
      const [y, scales] = byRows(rows, [hostArray(x)], [width, 1], ([from], [to, factors], count) =>
        wasm().layerNorm(from!, to!, factors!, count, width, floor),
      );
      const out = tf.tensor2d(y, x.shape);
      save(out, tf.tensor1d(scales));
      return out;
    },
    (dy, saved) => ({
      x: () => {
        const [y, scales] = saved.map(hostArray) as [Float32Array, Float32Array];
        const [dx] = byRows(rows, [y, hostArray(dy), scales], [width], ([value, slope, factors], [to], count) =>
          wasm().layerNormSlopes(value!, slope!, factors!, to!, count, width),
        );
        return tf.tensor2d(dx, x.shape) as Tensor;
      },
    }),
  );
}
