/** Rows of unit length. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor2D } from '@tensorflow/tfjs';

/** Rows shorter than this are divided by it instead of by their length. */
export const SHORTEST = 1e-6;

/**
 * x / max(||x||, 1e-6) per row, [R, D]. The bound lies under the root, so that the gradient at a zero row is finite
 * (dy / 1e-6) instead of 0 x infinity.
 */
export function l2Normalise(x: Tensor2D): Tensor2D {
  const squares = tf.sum(tf.square(x), 1, true); // [R, 1]
  return tf.mul(x, tf.rsqrt(tf.maximum(squares, SHORTEST * SHORTEST)));
}
