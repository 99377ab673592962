/** Ages in buckets that double. */
import * as tf from '../../engine/tf';
import type { Tensor, Tensor2D } from '../../engine/tf';

/** Above every age. */
const NEVER = 3e38;

/**
 * [R, T, buckets] a 1 where an age [R, T] lies: bucket b holds ages from (2^b - 1) to (2^(b+1) - 1) times `finest`, the
 * last one all that are older. By their bounds, of which a logarithm might miss one by its rounding.
 * @param ageDays, @param finest in days
 */
export function bucketsOf(ageDays: Tensor2D, buckets: number, finest: number): Tensor {
  const bounds = [...Array.from({ length: buckets }, (_, b) => (2 ** b - 1) * finest), NEVER];
  const age = tf.expandDims(ageDays, 2);
  const reached = tf.cast(tf.greaterEqual(age, tf.tensor1d(bounds.slice(0, -1))), 'float32');
  return tf.mul(reached, tf.cast(tf.less(age, tf.tensor1d(bounds.slice(1))), 'float32'));
}
