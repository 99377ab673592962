/** How alike the vectors of a row are. */
import { l2Normalise } from '../../../engine/kernels/l2-normalise/l2-normalise';
import * as tf from '../../../engine/tf';
import type { Tensor2D, Tensor3D } from '../../../engine/tf';

/** [R, K, K] cosines of the active vectors of each row, 0 where either is not active. @param active [R, K] */
export function cosines(vectors: Tensor3D, active: Tensor2D): Tensor3D {
  const [rows, count, width] = vectors.shape;
  const unit = tf.mul(
    tf.reshape(l2Normalise(tf.reshape(vectors, [rows * count, width])), vectors.shape),
    tf.expandDims(active, 2),
  ) as Tensor3D;
  return tf.matMul(unit, unit, false, true);
}

/** [R, 1] mean cosine over the pairs of active vectors of a row; 1 where there is one alone. */
export function likeness(vectors: Tensor3D, active: Tensor2D): Tensor2D {
  const count: Tensor2D = tf.sum(active, 1, true);
  const pairs = tf.mul(count, tf.sub(count, 1));
  const all = tf.reshape(tf.sum(cosines(vectors, active), [1, 2]), [-1, 1]);
  // Each vector with itself is 1; zero vectors too few to matter.
  return tf.add(tf.div(tf.sub(all, count), tf.maximum(pairs, 1)), tf.cast(tf.equal(pairs, 0), 'float32')) as Tensor2D;
}
