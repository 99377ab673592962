/** In-batch softmax cross-entropy with logQ correction (Yi et al., RecSys 2019, eq. 3-5; order of TFRS `tasks/retrieval.py`). */
import * as tf from '@tensorflow/tfjs';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs';

export interface InBatchSoftmaxInput {
  /** [B, D] */
  user: Tensor2D;
  /** [B, D]; row i is the positive of user row i, and a negative of every other row. */
  item: Tensor2D;
  /** [1]; 1 / temperature. */
  scale: Tensor1D;
  /** [B] log of the chance that the item stands as a column, finite; null = no correction. Not differentiated. */
  logQ: Tensor1D | null;
  /** [B, B]; 1 = column j is no negative of row i. Must be 0 on the diagonal of rows that have weight. Not differentiated. */
  blocked: Tensor2D | null;
  /** [B], at least one above 0; 0 = padding. Not differentiated. */
  weight: Tensor1D;
}

/** Added to the logit of a blocked column: far below any score, far from overflow, and exp of it is exactly 0. */
const BLOCKED = -1e9;

/**
 * sum_i w_i CE_i / sum_i w_i with CE_i = log sum_j exp(l_ij) - l_ii and l_ij = scale <user_i, item_j> - logQ_j (blocked: -1e9).
 * The correction stands on all columns, the positive's too. Gradients reach user, item and scale.
 * @throws where user and item do not have equal shapes
 */
export function inBatchSoftmax({ user, item, scale, logQ, blocked, weight }: InBatchSoftmaxInput): Scalar {
  if (user.shape[0] !== item.shape[0] || user.shape[1] !== item.shape[1]) {
    throw new Error(`inBatchSoftmax: user is [${user.shape}] and item is [${item.shape}]; equal shapes are needed: the positive of row i is column i`);
  }
  const scaled = tf.mul(user, scale); // [B, D]: the scale's gradient then sums B x D numbers instead of B x B
  let logits = tf.matMul(scaled, item, false, true); // [B, B]
  let positive = tf.sum(tf.mul(scaled, item), 1); // [B]
  if (logQ) {
    logits = tf.sub(logits, logQ);
    positive = tf.sub(positive, logQ);
  }
  if (blocked) logits = tf.add(logits, tf.mul(blocked, BLOCKED));
  const share = tf.div(weight, tf.sum(weight));
  return tf.sum(tf.mul(share, tf.sub(rowLogSumExp(logits), positive))) as Scalar;
}

/** log sum_j exp(x_ij), [B]. Its gradient is the softmax, which tfjs has fused; composed it would be twelve dispatches over B x B. */
const rowLogSumExp = tf.customGrad<Tensor1D>((x, save) => {
  const logits = x as Tensor2D;
  (save as tf.GradSaveFunc)([logits]);
  const largest = tf.max(logits, 1, true);
  const value = tf.add(tf.log(tf.sum(tf.exp(tf.sub(logits, largest)), 1)), tf.squeeze(largest, [1])) as Tensor1D;
  return { value, gradFunc: (dy, saved) => tf.mul(tf.softmax(saved[0]!), tf.expandDims(dy, 1)) };
});
