/**
 * Which rows of tables lie in one arena: as many as one binding can hold, also of their moments, which are float32
 * where the table is in halves.
 */
import { Storage } from '../storage';
import { VIEW_ALIGNMENT } from '../tensor-view';

export interface Table {
  path: string;
  shape: readonly [rows: number, width: number];
  values: Float32Array;
}

/** A weight begins at a multiple of this many numbers of its buffer, so that it can be bound by itself. */
export const ALIGNED = VIEW_ALIGNMENT / 4;

/** Rows a table takes in its arena: so that its accumulators, one per row, can be bound by themselves too. */
export const paddedRows = (rows: number): number => Math.ceil(rows / ALIGNED) * ALIGNED;

/** Rows of a table that go into one arena. */
export interface RowRange {
  path: string;
  from: number;
  shape: readonly [rows: number, width: number];
  values: Float32Array;
}

/** Tables too large for one binding are cut into ranges of rows that are not. */
export function rowRangesOf({ path, shape: [rows, width], values }: Table): RowRange[] {
  const most = Math.floor(Storage.mostNumbers() / width / ALIGNED) * ALIGNED;
  // Where not even the fewest rows fit, the one arena that is tried says so.
  const step = most > 0 ? Math.min(rows, most) : rows;
  return Array.from({ length: Math.ceil(rows / step) }, (_, i): RowRange => {
    const [from, end] = [i * step, Math.min(rows, (i + 1) * step)];
    return { path, from, shape: [end - from, width], values: values.subarray(from * width, end * width) };
  });
}

/** The ranges in runs that fit one binding each. */
export function fitting(ranges: readonly RowRange[]): RowRange[][] {
  const most = Storage.mostNumbers();
  const runs: RowRange[][] = [];
  let filled = 0;
  for (const range of ranges) {
    const size = paddedRows(range.shape[0]) * range.shape[1];
    if (runs.length === 0 || filled + size > most) {
      runs.push([]);
      filled = 0;
    }
    runs.at(-1)!.push(range);
    filled += size;
  }
  return runs;
}
