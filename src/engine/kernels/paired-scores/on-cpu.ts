/** What machines without WebGPU run in place of `hardestReference`: one pass, and no list of candidates for a row. */
import { hitLists } from '../in-batch-softmax/hits';
import { NEVER, NO_COLUMN, type HostMasks } from './reference';

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
