/** What machines without WebGPU run: the loops of reference.ts without the lists that those make. */
import { hitLists } from '../in-batch-softmax/hits';
import { NEVER, NO_COLUMN, type HostMasks, type PairedShape } from './reference';

/** Fills [B x (1 + count)] as `hardestReference` does, from the scores of a few rows at a time. */
export function highestOnCpu({ hits, kinds, realColumn }: HostMasks, count: number) {
  const batch = realColumn.length;
  const lists = hitLists(hits, batch, batch, kinds, false);
  const columns = new Int32Array(batch * (1 + count)).fill(NO_COLUMN);
  const isOut = Uint8Array.from(realColumn, (real) => Number(real === 0));
  const highest = new Float32Array(count);
  /** @param scores [R x B] of the rows from `first` on */
  function take(scores: ArrayLike<number>, first: number): void {
    const rows = scores.length / batch;
    for (let at = 0; at < rows; at++) {
      const row = first + at;
      const places = row * (1 + count);
      columns[places] = row;
      if (realColumn[row] === 0) continue;
      const [begin, end] = [lists.start[row]!, lists.start[row + 1]!];
      for (let k = begin; k < end; k++) isOut[lists.columns[k]!] = 1;
      isOut[row] = 1;
      let found = 0;
      for (let column = 0; column < batch; column++) {
        const score = scores[at * batch + column]!;
        if (isOut[column] === 1 || score <= NEVER) continue;
        // Of equal ones the first stays before the others.
        let place = found;
        while (place > 0 && score > highest[place - 1]!) place--;
        if (place === count) continue;
        found = Math.min(found + 1, count);
        for (let behind = found - 1; behind > place; behind--) {
          highest[behind] = highest[behind - 1]!;
          columns[places + 1 + behind] = columns[places + behind]!;
        }
        highest[place] = score;
        columns[places + 1 + place] = column;
      }
      for (let k = begin; k < end; k++) isOut[lists.columns[k]!] = 0;
      isOut[row] = 0;
    }
  }
  return { columns, take };
}

/** [parts x rows x n] as `pairedReference`. */
export function pairedOnCpu(
  shape: PairedShape,
  user: Float32Array,
  item: Float32Array,
  columns: ArrayLike<number>,
): Float32Array {
  const scores = new Float32Array(shape.widths.length * columns.length);
  eachPart(shape, columns, (at, first, u, v, width) => {
    let sum = 0;
    for (let d = 0; d < width; d++) sum += user[u + d]! * item[v + d]!;
    scores[first + at] = sum;
  });
  return scores;
}

/** The gradients of `pairedReference` for the slopes `dy`, summed in double precision. */
export function pairedGradientsOnCpu(
  shape: PairedShape,
  user: Float32Array,
  item: Float32Array,
  columns: ArrayLike<number>,
  dy: ArrayLike<number>,
) {
  const result = { user: new Float64Array(user.length), item: new Float64Array(item.length) };
  const { user: dUser, item: dItem } = result;
  eachPart(shape, columns, (at, first, u, v, width) => {
    const slope = dy[first + at]!;
    if (slope === 0) return;
    for (let d = 0; d < width; d++) {
      dUser[u + d]! += slope * item[v + d]!;
      dItem[v + d]! += slope * user[u + d]!;
    }
  });
  return result;
}

/** Every place that has a column, part by part: where the scores of the part begin, and its two vectors. */
function eachPart(
  { rows, widths }: PairedShape,
  columns: ArrayLike<number>,
  visit: (at: number, first: number, u: number, v: number, width: number) => void,
): void {
  const across = columns.length / rows;
  const whole = widths.reduce((a, b) => a + b, 0);
  let begin = 0;
  widths.forEach((width, part) => {
    for (let at = 0; at < columns.length; at++)
      if (columns[at] !== NO_COLUMN)
        visit(at, part * columns.length, Math.floor(at / across) * whole + begin, columns[at]! * whole + begin, width);
    begin += width;
  });
}
