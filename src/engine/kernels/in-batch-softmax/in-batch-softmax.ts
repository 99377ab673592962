/**
 * The softmax whose negatives are the other rows' items (Yi et al., RecSys 2019), and how often a row's own item wins
 * it.
 */
import { walkGrid } from '../../row-walk';
import { emptyTensor, hostArray, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Scalar, Tensor } from '../../tf';
import { hitLists, type HitLists } from './hits';
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
    const scores = tf.matMul(user, item, false, true);
    const blocked = hitLists(hostArray(hits), rows, item.shape[0], kinds, false);
    found = tf.tensor1d(winners(hostArray(scores), rows, blocked, hostArray(realColumn)));
  }
  return tf.div(tf.sum(tf.mul(found, realColumn)), tf.sum(realColumn));
}

/** [rows] 1 where no negative scores above the row's own item. @param scores [rows, columns] */
function winners(scores: Float32Array, rows: number, hits: HitLists, realColumn: Float32Array): Float32Array {
  const columns = realColumn.length;
  const won = new Float32Array(rows);
  const isHit = new Uint8Array(columns);
  for (let row = 0; row < rows; row++) {
    const own = hits.columns.subarray(hits.start[row]!, hits.start[row + 1]!);
    for (const column of own) isHit[column] = 1;
    const first = row * columns;
    const score = scores[first + row]!;
    let wins = true;
    for (let column = 0; column < columns && wins; column++) {
      const isNegative = column !== row && realColumn[column] !== 0 && isHit[column] === 0;
      // Of what is no number there is no winner.
      if (isNegative && !(score >= scores[first + column]!)) wins = false;
    }
    won[row] = wins ? 1 : 0;
    for (const column of own) isHit[column] = 0;
  }
  return won;
}
