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

/** Rows, and vectors in parts of these widths. */
export interface PairedShape {
  rows: number;
  widths: readonly number[];
}

/**
 * <user_i, item_c> for every column c of row i, part by part of the vectors, 0 where there is none, in double
 * precision.
 * @param columns [rows x n]; returns [parts x rows x n]
 */
export function pairedReference(
  shape: PairedShape,
  user: ArrayLike<number>,
  item: ArrayLike<number>,
  columns: ArrayLike<number>,
): Float64Array {
  const scores = new Float64Array(shape.widths.length * columns.length);
  eachPart(shape, columns, (at, u, v, width) => {
    let sum = 0;
    for (let d = 0; d < width; d++) sum += user[u + d]! * item[v + d]!;
    scores[at] = sum;
  });
  return scores;
}

/** Its gradients for the slopes `dy`. */
export function pairedGradients(
  shape: PairedShape,
  user: ArrayLike<number>,
  item: ArrayLike<number>,
  columns: ArrayLike<number>,
  dy: ArrayLike<number>,
) {
  const result = { user: new Float64Array(user.length), item: new Float64Array(item.length) };
  const { user: dUser, item: dItem } = result;
  eachPart(shape, columns, (at, u, v, width) => {
    const slope = dy[at]!;
    for (let d = 0; d < width; d++) {
      dUser[u + d]! += slope * item[v + d]!;
      dItem[v + d]! += slope * user[u + d]!;
    }
  });
  return result;
}

/** Every score: its place, and where both vectors of its part begin. */
function eachPart(
  { rows, widths }: PairedShape,
  columns: ArrayLike<number>,
  visit: (at: number, u: number, v: number, width: number) => void,
): void {
  const across = columns.length / rows;
  const whole = widths.reduce((a, b) => a + b, 0);
  let begin = 0;
  widths.forEach((width, part) => {
    for (let at = 0; at < columns.length; at++)
      if (columns[at] !== NO_COLUMN)
        visit(part * columns.length + at, Math.floor(at / across) * whole + begin, columns[at]! * whole + begin, width);
    begin += width;
  });
}
