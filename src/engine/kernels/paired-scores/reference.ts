/** Which columns stand as negatives of a row, in plain loops. */
import { hitMatrix } from '../in-batch-softmax/hits';

/** Stands where a row has no column. */
export const NO_COLUMN = -1;
/** A score of this much or less keeps its column out. */
export const NEVER = -3e38;

export interface HostMasks {
  /** Accidental hits (see in-batch-softmax/hits.ts), and the bits of the kinds that are no negatives. */
  hits: ArrayLike<number>;
  kinds: number;
  /** [B] 0 = padding, which stands at the end. */
  realColumn: ArrayLike<number>;
}

/** [B x (1 + count)]: the row itself, then rows i + 1 … i + count modulo the real rows. */
export function shiftedReference(masks: HostMasks, count: number): Int32Array {
  const rows = masks.realColumn.length;
  const real = Array.from(masks.realColumn).filter((x) => x > 0).length;
  const hit = hitMatrix(masks.hits, rows, rows, masks.kinds);
  return Int32Array.from({ length: rows * (1 + count) }, (_, at) => {
    const row = Math.floor(at / (1 + count));
    const shift = at % (1 + count);
    if (shift === 0) return row;
    const column = (row + shift) % Math.max(real, 1);
    return row < real && shift < real && !hit[row * rows + column] ? column : NO_COLUMN;
  });
}

/**
 * [B x (1 + count)]: the row itself, then the negatives of the highest scores; of equal ones the first.
 * @param scores [B x B]
 */
export function hardestReference(masks: HostMasks, scores: ArrayLike<number>, count: number): Int32Array {
  const rows = masks.realColumn.length;
  const found = new Int32Array(rows * (1 + count)).fill(NO_COLUMN);
  const hit = hitMatrix(masks.hits, rows, rows, masks.kinds);
  for (let row = 0; row < rows; row++) {
    const negatives = Array.from(Array(rows).keys())
      .filter(
        (column) =>
          column !== row &&
          masks.realColumn[row] &&
          masks.realColumn[column] &&
          !hit[row * rows + column] &&
          !(scores[row * rows + column]! <= NEVER),
      )
      .sort((a, b) => scores[row * rows + b]! - scores[row * rows + a]!);
    found.set([row, ...negatives.slice(0, count)], row * (1 + count));
  }
  return found;
}

/**
 * <user_i, item_c> for every column c of row i, 0 where there is none, in double precision.
 * @param columns [rows x n]
 */
export function pairedReference(
  rows: number,
  width: number,
  user: ArrayLike<number>,
  item: ArrayLike<number>,
  columns: ArrayLike<number>,
): Float64Array {
  const scores = new Float64Array(columns.length);
  eachPair(rows, columns, (at, row, column) => {
    for (let d = 0; d < width; d++) scores[at]! += user[row * width + d]! * item[column * width + d]!;
  });
  return scores;
}

/** Its gradients for the slopes `dy`. */
export function pairedGradients(
  rows: number,
  width: number,
  user: ArrayLike<number>,
  item: ArrayLike<number>,
  columns: ArrayLike<number>,
  dy: ArrayLike<number>,
) {
  const result = { user: new Float64Array(rows * width), item: new Float64Array(rows * width) };
  eachPair(rows, columns, (at, row, column) => {
    for (let d = 0; d < width; d++) {
      result.user[row * width + d]! += dy[at]! * item[column * width + d]!;
      result.item[column * width + d]! += dy[at]! * user[row * width + d]!;
    }
  });
  return result;
}

function eachPair(
  rows: number,
  columns: ArrayLike<number>,
  visit: (at: number, row: number, column: number) => void,
): void {
  const across = columns.length / rows;
  for (let at = 0; at < columns.length; at++) {
    if (columns[at] !== NO_COLUMN) visit(at, Math.floor(at / across), columns[at]!);
  }
}
