import * as tf from '../../engine/tf';
import type { Tensor2D } from '../../engine/tf';

/**
 * [C, D], 1 where a column belongs to a part: a product with it gives every column the number of its part, one with its
 * transpose sums over each part.
 * @param widths of the C parts, D together; @param value of a part in place of 1, by its width
 */
export function belonging(widths: readonly number[], value: (width: number) => number = () => 1): Tensor2D {
  const parts = widths.flatMap((width, part) => Array.from({ length: width }, () => part));
  return tf.tensor2d(
    Float32Array.from(widths.flatMap((width, row) => parts.map((part) => (part === row ? value(width) : 0)))),
    [widths.length, parts.length],
  );
}
