/** A few negatives of each row among the items of its batch: a number of columns that does not grow with the batch. */
import { emptyTensor, gridFor, hostArray, onGpu, runKernel } from '../../run-kernel';
import { walkGrid } from '../../row-walk';
import * as tf from '../../tf';
import type { Tensor, Tensor1D, Tensor2D } from '../../tf';
import { HELD, rowsHeld } from './held';
import { highestOnCpu } from './on-cpu';
import { NO_COLUMN, shiftedReference, type HostMasks } from './reference';
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

/**
 * The `count` negatives whose inner products are highest, of equal ones the first. The scores are there block by block,
 * never all B x B of a large batch.
 * @param user, item [B, D]; @param held scores of a block
 */
export function hardestColumns(
  user: Tensor2D,
  item: Tensor2D,
  masks: ColumnMasks,
  count: number,
  held = HELD,
): RowColumns {
  const [batch, width] = user.shape;
  const each = rowsHeld(batch, held);
  return tf.tidy(() => {
    const choice = chooseHighest(masks, count);
    for (let first = 0; first < batch; first += each)
      tf.tidy(() => {
        const rows = each === batch ? user : tf.slice(user, [first, 0], [Math.min(each, batch - first), width]);
        choice.take(tf.matMul(rows, item, false, true), first);
      });
    return choice.found();
  });
}

/**
 * The `count` negatives of each row whose scores are highest, of equal ones the first; none whose score is `NEVER`.
 * @param scores [B, B]
 */
export function highestColumns(scores: Tensor2D, masks: ColumnMasks, count: number): RowColumns {
  const choice = chooseHighest(masks, count);
  choice.take(scores, 0);
  return choice.found();
}

interface Choice {
  /** @param scores [R, B] of the rows from `first` on */
  take(scores: Tensor2D, first: number): void;
  found(): RowColumns;
}

function chooseHighest(masks: ColumnMasks, count: number): Choice {
  const batch = masks.realColumn.size;
  if (!onGpu()) {
    const choice = highestOnCpu(hostMasks(masks), count);
    return {
      take: (scores, first) => choice.take(hostArray(scores), first),
      found: () => fromHost(batch, choice.columns),
    };
  }
  const found = emptyColumns(batch, count);
  return {
    take(scores, first) {
      const [rows] = scores.shape;
      runKernel(
        'hardest columns',
        hardestSource({ batch, rows }, count, masks.kinds),
        [
          masks.realColumn,
          scores,
          found.columns,
          found.there,
          ...(masks.kinds ? [masks.hits] : []),
          ...(rows < batch ? [tf.tensor1d([first], 'int32')] : []),
        ],
        walkGrid(rows),
      );
    },
    found: () => found,
  };
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
