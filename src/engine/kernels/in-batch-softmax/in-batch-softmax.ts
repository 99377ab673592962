/** In-batch softmax cross-entropy with logQ correction (Yi et al., RecSys 2019, eq. 3-5; order of TFRS `tasks/retrieval.py`). */
import * as tf from '@tensorflow/tfjs';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { differentiable } from '../../differentiable';
import { kernelForm } from '../../kernel-form';
import { emptyTensor, gridFor, hostArray, onGpu, runKernel } from '../../run-kernel';
import { hitMatrix } from './hits';
import { sharedForward, sharedGroups, sharedItemGradient } from './shared-source';
import { LEAST_LOG_Q, meanSource, recallSource, userGradientGrid, userGradientSource } from './source';
import type { Shape } from './source';
import { tiledForward, tiledGroups, tiledItemGradient } from './tiled-source';

export interface InBatchSoftmaxInput {
  /** [B, D] */
  user: Tensor2D;
  /** [B, D]; row i is the positive of user row i, and a negative of every other row. */
  item: Tensor2D;
  /** [1]; 1 / temperature. */
  scale: Tensor1D;
  /** [B] log of the chance that the item stands as a column, at least log 1e-12 is taken; null = no correction. Not differentiated. */
  logQ: Tensor1D | null;
  /** Columns that are no negatives of a row, int32 (see hits.ts), and the bits of the kinds that count. Not differentiated. */
  hits: Tensor;
  kinds: number;
  /** [B] 0 = the column is padding, and no negative of any row. Not differentiated. */
  realColumn: Tensor1D;
  /** [B], at least one above 0; 0 = padding. Not differentiated. */
  weight: Tensor1D;
}

/**
 * sum_i w_i CE_i / sum_i w_i with CE_i = log sum_j exp(l_ij) - l_ii and l_ij = scale <user_i, item_j> - logQ_j over the columns j that
 * are negatives of i, and i itself. The correction stands on all columns, the positive's too. Gradients reach user, item and scale. Four dispatches
 * with the gradient, no B x B buffer.
 * @throws where user and item do not have equal shapes
 */
export function inBatchSoftmax(input: InBatchSoftmaxInput): Scalar {
  const { user, item } = input;
  if (user.shape[0] !== item.shape[0] || user.shape[1] !== item.shape[1]) {
    throw new Error(`inBatchSoftmax: user is [${user.shape}] and item is [${item.shape}]; equal shapes are needed: the positive of row i is column i`);
  }
  return onGpu() ? fused(input) : composed(input);
}

function fused({ user, item, scale, logQ, hits, kinds, realColumn, weight }: InBatchSoftmaxInput): Scalar {
  const [rows, width] = user.shape;
  const shape: Shape = { rows, width, logQ: logQ !== null, hits: kinds };
  const { lanes } = kernelForm();
  const groups = lanes ? sharedGroups(shape, lanes) : tiledGroups(shape);
  const given: Tensor[] = [user, item, realColumn, scale, ...(logQ ? [logQ] : []), ...(kinds ? [hits] : [])];
  return differentiable<Scalar>({ user, item, scale }, (save) => {
    const forward = emptyTensor([rows, width]);
    const stats = emptyTensor([2 * rows]);
    const loss = emptyTensor<Scalar>([]);
    const total = emptyTensor([1]);
    runKernel('in-batch softmax', lanes ? sharedForward(shape, lanes) : tiledForward(shape), [...given, forward, stats], groups);
    runKernel('mean loss', meanSource(rows), [stats, weight, loss, total], [1, 1, 1]);
    save(forward, stats, total, weight, ...given);
    return loss;
  }, (dy, saved) => {
    const [forward, stats, total, weights, ...shared] = saved as [Tensor, Tensor, Tensor, Tensor, ...Tensor[]];
    const [users, , , factor] = shared as [Tensor, Tensor, Tensor, Tensor];
    const factors = emptyTensor([2 * rows]);
    const dUser = emptyTensor([rows, width]);
    runKernel('user gradient', userGradientSource(shape), [forward, stats, weights, total, dy, factor, factors, dUser], userGradientGrid(shape));
    return {
      user: () => dUser,
      item: () => {
        const dItem = emptyTensor([rows, width]);
        runKernel('item gradient', lanes ? sharedItemGradient(shape, lanes) : tiledItemGradient(shape), [...shared, factors, dItem], groups);
        return dItem;
      },
      // A logit depends on the scale as it does on the user's length.
      scale: () => tf.div(tf.reshape(tf.sum(tf.mul(dUser, users)), [1]), factor),
    };
  });
}

/**
 * Share of real rows none of whose negatives in the batch scores above the row's own item. Says nothing about the catalogue. For a probe: it
 * multiplies the vectors once more.
 */
export function batchRecall({ user, item, hits, kinds, realColumn }: Pick<InBatchSoftmaxInput, 'user' | 'item' | 'hits' | 'kinds' | 'realColumn'>): Tensor {
  const [rows, width] = user.shape;
  let found: Tensor;
  if (onGpu()) {
    found = emptyTensor([rows]);
    runKernel('batch recall', recallSource(rows, width, kinds), [user, item, realColumn, hits, found], gridFor(rows));
  } else {
    const blocked = tf.maximum(tf.tensor2d(hitMatrix(hostArray(hits), rows, kinds), [rows, rows]), tf.sub(1, realColumn));
    const scores = tf.sub(tf.matMul(user, item, false, true), tf.mul(blocked, -MASKED));
    const own = tf.sum(tf.mul(scores, tf.eye(rows)), 1);
    found = tf.cast(tf.greaterEqual(own, tf.max(scores, 1)), 'float32');
  }
  return tf.div(tf.sum(tf.mul(found, realColumn)), tf.sum(realColumn));
}

/** Added to the logit of a column that is no negative: far below any score, far from overflow, and exp of it is exactly 0. */
const MASKED = -1e9;

/** The same in tfjs operations, for machines without WebGPU. */
function composed({ user, item, scale, logQ, hits, kinds, realColumn, weight }: InBatchSoftmaxInput): Scalar {
  const rows = user.shape[0];
  const blocked = tf.maximum(tf.tensor2d(hitMatrix(hostArray(hits), rows, kinds), [rows, rows]), tf.sub(1, realColumn));
  const scaled = tf.mul(user, scale);
  let logits = tf.matMul(scaled, item, false, true); // [B, B]
  let positive = tf.sum(tf.mul(scaled, item), 1); // [B]
  if (logQ) {
    const correction = tf.maximum(logQ, LEAST_LOG_Q);
    logits = tf.sub(logits, correction);
    positive = tf.sub(positive, correction);
  }
  logits = tf.add(logits, tf.mul(blocked, MASKED));
  const largest = tf.max(logits, 1, true);
  const sums = tf.add(tf.log(tf.sum(tf.exp(tf.sub(logits, largest)), 1)), tf.squeeze(largest, [1]));
  const share = tf.div(weight, tf.sum(weight));
  return tf.sum(tf.mul(share, tf.sub(sums, positive))) as Scalar;
}
