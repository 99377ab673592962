/**
 * The softmax whose negatives are the other rows' items (Yi et al., RecSys 2019), and how often a row's own item wins
 * it.
 */
import { walkGrid } from '../../row-walk';
import { emptyTensor, hostArray, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Scalar, Tensor, Tensor2D } from '../../tf';
import { hitMatrix } from './hits';
import { sampledSoftmax, type SampledSoftmaxInput } from './sampled-softmax';
import { recallSource } from './source';

export type InBatchSoftmaxInput = Omit<SampledSoftmaxInput, 'inBatch'>;

/**
 * `sampledSoftmax` in which row i < B of `item` is the positive of user row i, and a negative of every other row.
 * @throws where shapes do not fit
 */
export const inBatchSoftmax = (input: InBatchSoftmaxInput): Scalar => sampledSoftmax({ ...input, inBatch: true });

/**
 * Share of real rows none of whose negatives in the batch scores above the row's own item. Says nothing about the
 * catalogue. For a probe: it multiplies the vectors once more.
 */
export function batchRecall({
  user,
  item,
  hits,
  kinds,
  realColumn,
}: Pick<InBatchSoftmaxInput, 'user' | 'item' | 'hits' | 'kinds' | 'realColumn'>): Tensor {
  const [rows, width] = user.shape;
  let found: Tensor;
  if (onGpu()) {
    found = emptyTensor([rows]);
    runKernel(
      'batch recall',
      recallSource(rows, width, kinds),
      [user, item, realColumn, found, ...(kinds ? [hits] : [])],
      walkGrid(rows),
    );
  } else {
    const scores = tf.sub(
      tf.matMul(user, item, false, true),
      tf.mul(blockedColumns({ hits, kinds, realColumn }, rows), -MASKED),
    );
    const own = tf.sum(tf.mul(scores, tf.eye(rows)), 1);
    found = tf.cast(tf.greaterEqual(own, tf.max(scores, 1)), 'float32');
  }
  return tf.div(tf.sum(tf.mul(found, realColumn)), tf.sum(realColumn));
}

/**
 * Added to the logit of a column that is no negative: far below any score, far from overflow, and exp of it is exactly
 * 0.
 */
const MASKED = -1e9;

/** [rows, columns] 1 where the column is no negative of the row, by its hits or as padding, in tfjs operations. */
function blockedColumns(
  { hits, kinds, realColumn }: Pick<SampledSoftmaxInput, 'hits' | 'kinds' | 'realColumn'>,
  rows: number,
): Tensor2D {
  const columns = realColumn.size;
  const found = tf.tensor2d(hitMatrix(hostArray(hits), rows, columns, kinds), [rows, columns]);
  return tf.maximum(found, tf.sub(1, realColumn));
}
