/** `rowSoftmax` on the CPU path. */
import { byRows } from '../../cpu/by-rows';
import { wasm } from '../../cpu/module';
import { differentiable } from '../../differentiable';
import { hostArray } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor, Tensor2D } from '../../tf';

/** @see rowSoftmax */
export function rowSoftmaxOnCpu(logits: Tensor2D, mask: Tensor2D | null): Tensor2D {
  const [rows, columns] = logits.shape;
  const masks = mask ? mask.shape[0] : rows;
  const each = rows / masks;
  return differentiable<Tensor2D>(
    { logits },
    (save) => {
      const given = [logits, ...(mask ? [mask] : [])].map(hostArray);
      const [found] = byRows(masks, given, [each * columns], ([x, there = 0], [to], count) =>
        wasm().rowSoftmax(x!, there, to!, count * each, columns, each),
      );
      const shares = tf.tensor2d(found, logits.shape);
      save(shares);
      return shares;
    },
    (dy, [shares]) => ({
      logits: () => {
        const [slopes] = byRows(rows, [hostArray(shares!), hostArray(dy)], [columns], ([share, slope], [to], count) =>
          wasm().rowSoftmaxSlopes(share!, slope!, to!, count, columns),
        );
        return tf.tensor2d(slopes, logits.shape) as Tensor;
      },
    }),
  );
}
