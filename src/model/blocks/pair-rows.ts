/** Rows of a ranker: the candidates of the first user row, then those of the next, as many for each. */
import * as tf from '../../engine/tf';
import type { Tensor2D, Tensor3D } from '../../engine/tf';

/** Candidates of each of so many user rows. @throws Error where they are not as many for each */
export function candidatesOf(users: number, pairs: number): number {
  const each = pairs / users;
  if (!Number.isInteger(each)) throw new Error(`internal: ${pairs} pairs of ${users} user rows`);
  return each;
}

/**
 * [R, C, D]: each user row for all of its candidates. A product with ones, since tfjs's `tile` has no gradient that
 * could be recorded. @param x [R, D]
 */
export const forCandidates = (x: Tensor2D, each: number): Tensor3D =>
  tf.mul(tf.reshape(x, [x.shape[0], 1, x.shape[1]]), tf.ones([1, each, 1]));

/** [R x C, D]: candidates that all of so many user rows have in common, for each of them. @param x [C, D] */
export const forRows = (x: Tensor2D, rows: number): Tensor2D =>
  tf.reshape(tf.mul(tf.reshape(x, [1, ...x.shape]), tf.ones([rows, 1, 1])), [rows * x.shape[0], x.shape[1]]);
