/** Which columns of a batch are no negatives of a row. */
import type { Dataset } from './dataset';
import type { TrainingPart } from './training-part';

/** What of a batch decides its hits: see `Batch`. */
interface Columns {
  size: number;
  real: number;
  users: Uint32Array;
  items: Uint32Array;
  sampled: Uint32Array;
}

/** Bits of `AccidentalHits.kind`. */
export const SAME_ITEM = 1;
export const SAME_USER = 2;

/**
 * Real columns j != i that are no negatives of row i, as a list for each row: columns ascend. Padding rows have none.
 */
export interface AccidentalHits {
  /** [B + 1] where the entries of each row begin. */
  start: Uint32Array;
  column: Uint32Array;
  /**
   * SAME_ITEM: the column holds the item of row i. SAME_USER: it holds any training positive of row i's user, the row's
   * own item included.
   */
  kind: Uint8Array;
}

/** Lists the hits in time proportional to the training positives of the rows' users. */
export function hitFinder(
  { items }: Dataset,
  { item: trainItem, start: trainStart }: TrainingPart,
): (batch: Columns) => AccidentalHits {
  const NONE = 0xffffffff;
  /**
   * One bit per item: whether the batch holds it. Most positives are asked about here and nowhere else, and it fits a
   * cache.
   */
  const inBatch = new Uint32Array(Math.ceil(items.length / 32));
  /** First column of the batch that holds an item; `nextColumn` chains the others. */
  const firstColumn = new Uint32Array(items.length).fill(NONE);
  /** Last listing an item was found in: repeated events of a pair count once. */
  const listedIn = new Uint32Array(items.length);
  let listing = 0;
  /** Columns of all users of the batch, user by user. */
  let found = new Uint32Array(1024);

  /** Appends the real columns that hold a training positive of the user, ascending; returns the new end. */
  const list = (user: number, from: number, nextColumn: Uint32Array): number => {
    let end = from;
    listing++;
    for (let t = trainStart[user]!; t < trainStart[user + 1]!; t++) {
      const item = trainItem[t]!;
      if ((inBatch[item >>> 5]! & (1 << (item & 31))) === 0 || listedIn[item] === listing) continue;
      listedIn[item] = listing;
      for (let j = firstColumn[item]!; j !== NONE; j = nextColumn[j]!) {
        if (end === found.length) found = grown(found);
        found[end++] = j;
      }
    }
    sortRange(found, from, end);
    return end;
  };

  return ({ size, real, users: rowUsers, items: rowItems, sampled }) => {
    const nextColumn = new Uint32Array(size + sampled.length);
    const chain = (item: number, column: number): void => {
      nextColumn[column] = firstColumn[item]!;
      firstColumn[item] = column;
      inBatch[item >>> 5] = inBatch[item >>> 5]! | (1 << (item & 31));
    };
    for (let j = sampled.length - 1; j >= 0; j--) chain(sampled[j]!, size + j);
    for (let j = real - 1; j >= 0; j--) chain(rowItems[j]!, j);
    // Rows of one user share its columns.
    const firstRowOf = new Map<number, number>();
    const range = new Uint32Array(2 * real);
    const start = new Uint32Array(size + 1);
    let end = 0;
    let total = 0;
    for (let i = 0; i < real; i++) {
      const user = rowUsers[i]!;
      const known = firstRowOf.get(user);
      if (known === undefined) {
        firstRowOf.set(user, i);
        range[2 * i] = end;
        range[2 * i + 1] = end = list(user, end, nextColumn);
      } else {
        range[2 * i] = range[2 * known]!;
        range[2 * i + 1] = range[2 * known + 1]!;
      }
      // The row's own column is among them: its item is a training positive of its user.
      total += range[2 * i + 1]! - range[2 * i]! - 1;
      start[i + 1] = total;
    }
    start.fill(total, real + 1);

    const column = new Uint32Array(total);
    const kind = new Uint8Array(total);
    let at = 0;
    for (let i = 0; i < real; i++) {
      const item = rowItems[i]!;
      for (let s = range[2 * i]!; s < range[2 * i + 1]!; s++) {
        const j = found[s]!;
        if (j === i) continue;
        column[at] = j;
        kind[at] = (j < size ? rowItems[j] : sampled[j - size]) === item ? SAME_USER | SAME_ITEM : SAME_USER;
        at++;
      }
    }
    const forget = (item: number): void => {
      firstColumn[item] = NONE;
      inBatch[item >>> 5] = 0;
    };
    for (let j = 0; j < real; j++) forget(rowItems[j]!);
    for (const item of sampled) forget(item);
    return { start, column, kind };
  };
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length);
  larger.set(array);
  return larger;
}

/** Below this many numbers a plain insertion beats the call of the platform's sort. */
const SHORT = 24;

function sortRange(array: Uint32Array, from: number, end: number): void {
  if (end - from > SHORT) {
    array.subarray(from, end).sort();
    return;
  }
  for (let i = from + 1; i < end; i++) {
    const value = array[i]!;
    let j = i - 1;
    for (; j >= from && array[j]! > value; j--) array[j + 1] = array[j]!;
    array[j + 1] = value;
  }
}
