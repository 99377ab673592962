/** A few negatives of each row among the items of its batch: a number of columns that does not grow with the batch. */
import { emptyTensor, gridFor, hostArray, onGpu, runKernel } from '../../run-kernel';
import { walkGrid } from '../../row-walk';
import * as tf from '../../tf';
import type { Tensor, Tensor1D, Tensor2D } from '../../tf';
import { NO_COLUMN, hardestReference, shiftedReference, type HostMasks } from './reference';
import { hardestSource, shiftedSource } from './source';

export interface ColumnMasks {
  /**
   * Columns that are no negatives of a row, int32 (see in-batch-softmax/hits.ts), and the bits of the kinds that count.
   */
  hits: Tensor;
  kinds: number;
  /** [B] 0 = padding. Padding stands at the end. */
  realColumn: Tensor1D;
}

// A type, not an interface: tfjs's tidy takes only what has an index signature.
export type RowColumns = {
  /** int32 [B, 1 + N]: the row's own column, then those of its negatives; NO_COLUMN where a place has none. */
  columns: Tensor2D;
  /** [B, N] 1 = a negative stands at this place. */
  there: Tensor2D;
};

/**
 * The items of the next `count` rows, round the end: as random as the order of the rows. An accidental hit leaves its
 * place empty, and so does a shift round to the row itself.
 */
export function shiftedColumns(masks: ColumnMasks, count: number): RowColumns {
  const rows = masks.realColumn.size;
  if (!onGpu()) return fromHost(rows, shiftedReference(hostMasks(masks), count));
  return tf.tidy(() => {
    const found = emptyColumns(rows, count);
    runKernel(
      'shifted columns',
      shiftedSource(rows, count, masks.kinds),
      [tf.sum(masks.realColumn), found.columns, found.there, ...(masks.kinds ? [masks.hits] : [])],
      gridFor(rows),
    );
    return found;
  });
}

/** The `count` negatives whose inner products are highest, of equal ones the first. @param user, item [B, D] */
export const hardestColumns = (user: Tensor2D, item: Tensor2D, masks: ColumnMasks, count: number): RowColumns =>
  tf.tidy(() => highestColumns(tf.matMul(user, item, false, true), masks, count));

/**
 * The `count` negatives of each row whose scores are highest, of equal ones the first; none whose score is `NEVER`.
 * @param scores [B, B]
 */
export function highestColumns(scores: Tensor2D, masks: ColumnMasks, count: number): RowColumns {
  const [rows] = scores.shape;
  if (!onGpu()) return fromHost(rows, hardestReference(hostMasks(masks), hostArray(scores), count));
  const found = emptyColumns(rows, count);
  runKernel(
    'hardest columns',
    hardestSource(rows, count, masks.kinds),
    [masks.realColumn, scores, found.columns, found.there, ...(masks.kinds ? [masks.hits] : [])],
    walkGrid(rows),
  );
  return found;
}

const emptyColumns = (rows: number, count: number): RowColumns => ({
  columns: emptyTensor([rows, 1 + count], 'int32'),
  there: emptyTensor([rows, count]),
});

const hostMasks = ({ hits, kinds, realColumn }: ColumnMasks): HostMasks => ({
  hits: hostArray(hits),
  kinds,
  realColumn: hostArray(realColumn),
});

function fromHost(rows: number, columns: Int32Array): RowColumns {
  const across = columns.length / rows;
  return {
    columns: tf.tensor2d(columns, [rows, across], 'int32'),
    there: tf.tensor2d(
      Float32Array.from(columns, (column) => (column === NO_COLUMN ? 0 : 1)).filter((_, at) => at % across > 0),
      [rows, across - 1],
    ),
  };
}
