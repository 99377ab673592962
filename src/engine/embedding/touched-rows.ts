/**
 * From the ids a batch read to the rows it touched, grouped: what the update of an arena goes through. In JavaScript,
 * while the device is busy.
 */

/** Which rows of an arena a batch touched, and where the gradient of each comes from: a CSR over the distinct rows. */
export interface TouchedRows {
  /** Distinct table rows. */
  unique: Uint32Array;
  /** [unique + 1] range of each row in `source` and `scale`. */
  start: Uint32Array;
  /** Row of the concatenated leaf gradients. */
  source: Uint32Array;
  /** Factor of that gradient: the slot's weight. Empty where no slot has one: all are 1. */
  scale: Float32Array;
}

/**
 * The ids one field read, `slots` at a time; the gradient of the n-th of these groups is row `firstRow + n x stride` of
 * the leaves. `newest`: groups come `of` at a time, and of those of row r only the last `counts[r]` were read; null =
 * all.
 */
export interface LookupPart {
  ids: Uint32Array;
  weights: Float32Array | null;
  slots: number;
  firstRow: number;
  stride: number;
  newest: { of: number; counts: Uint32Array } | null;
}

/**
 * Groups slots by table row and drops those of weight 0, in time proportional to the slots, whatever the size of the
 * table. Rows stand in the order they first occur in, the slots of a row in theirs: sums run in a fixed order.
 * @param counts [V] scratch, all zero before and after
 * @param words where they are packed without gaps: unique, start, source, scale; long enough for the most there can be
 */
export function touchedRows(
  parts: readonly LookupPart[],
  counts: Uint32Array,
  words = new Uint32Array(wordsFor(counts.length, slotsOf(parts))),
): TouchedRows {
  let distinct = 0;
  for (const part of parts) distinct = count(part, counts, words, distinct);
  let total = 0;
  const unique = words.subarray(0, distinct);
  const start = words.subarray(distinct, 2 * distinct + 1);
  for (let u = 0; u < distinct; u++) {
    const id = unique[u]!;
    const slots = counts[id]!;
    start[u] = total;
    counts[id] = total;
    total += slots;
  }
  start[distinct] = total;
  const source = words.subarray(2 * distinct + 1, 2 * distinct + 1 + total);
  const scaled = parts.some(({ weights }) => weights !== null);
  const scale = new Float32Array(
    words.buffer,
    words.byteOffset + (2 * distinct + 1 + total) * 4,
    scaled ? total : 0,
  ).fill(1);
  for (const part of parts) place(part, counts, source, scale);
  for (let u = 0; u < distinct; u++) counts[unique[u]!] = 0;
  return { unique, start, source, scale };
}

// The loops below are most of what a batch costs, and engines make the best of those that are plain: no weight looked
// at where there is none, one kind of part in each.

/** Counts the slots of each row and appends the rows met for the first time; returns how many there are now. */
function count(
  { ids, weights, slots, newest }: LookupPart,
  counts: Uint32Array,
  unique: Uint32Array,
  distinct: number,
): number {
  const across = newest === null ? ids.length : newest.of * slots;
  for (let row = 0; row < (newest?.counts.length ?? 1); row++) {
    const end = (row + 1) * across;
    const begin = newest === null ? 0 : end - newest.counts[row]! * slots;
    distinct =
      weights === null
        ? countAll(ids, begin, end, counts, unique, distinct)
        : countWeighted(ids, weights, begin, end, counts, unique, distinct);
  }
  return distinct;
}

/**
 * Without a branch: whether a row is met for the first time cannot be guessed, and a wrong guess costs more than the
 * rest. So every id is put where the next new row belongs, and only a new one stays: (before - 1) >>> 31 is 1 for 0 and
 * 0 for every count.
 */
function countAll(
  ids: Uint32Array,
  begin: number,
  end: number,
  counts: Uint32Array,
  unique: Uint32Array,
  distinct: number,
): number {
  for (let s = begin; s < end; s++) {
    const id = ids[s]!;
    const before = counts[id]!;
    unique[distinct] = id;
    distinct += (before - 1) >>> 31;
    counts[id] = before + 1;
  }
  return distinct;
}

function countWeighted(
  ids: Uint32Array,
  weights: Float32Array,
  begin: number,
  end: number,
  counts: Uint32Array,
  unique: Uint32Array,
  distinct: number,
): number {
  for (let s = begin; s < end; s++) {
    if (weights[s] === 0) continue;
    const id = ids[s]!;
    const before = counts[id]!;
    if (before === 0) unique[distinct++] = id;
    counts[id] = before + 1;
  }
  return distinct;
}

/** Puts every slot where `next` says its row goes on. */
function place(
  { ids, weights, slots, firstRow, stride, newest }: LookupPart,
  next: Uint32Array,
  source: Uint32Array,
  scale: Float32Array,
): void {
  const across = newest === null ? ids.length : newest.of * slots;
  for (let row = 0; row < (newest?.counts.length ?? 1); row++) {
    const end = (row + 1) * across;
    const begin = newest === null ? 0 : end - newest.counts[row]! * slots;
    const leaf = firstRow + (begin / slots) * stride;
    if (weights === null && slots === 1) placeSingles(ids, begin, end, leaf, stride, next, source);
    else placeGroups(ids, weights, slots, begin, end, leaf, stride, next, source, scale);
  }
}

function placeSingles(
  ids: Uint32Array,
  begin: number,
  end: number,
  leaf: number,
  stride: number,
  next: Uint32Array,
  source: Uint32Array,
): void {
  for (let s = begin; s < end; s++, leaf += stride) {
    const id = ids[s]!;
    const at = next[id]!;
    next[id] = at + 1;
    source[at] = leaf;
  }
}

function placeGroups(
  ids: Uint32Array,
  weights: Float32Array | null,
  slots: number,
  begin: number,
  end: number,
  leaf: number,
  stride: number,
  next: Uint32Array,
  source: Uint32Array,
  scale: Float32Array,
): void {
  // A count of our own: a division for each slot would cost more than the rest.
  let left = slots;
  for (let s = begin; s < end; s++) {
    if (weights === null || weights[s] !== 0) {
      const id = ids[s]!;
      const at = next[id]!;
      next[id] = at + 1;
      source[at] = leaf;
      if (weights !== null) scale[at] = weights[s]!;
    }
    if (--left === 0) {
      left = slots;
      leaf += stride;
    }
  }
}

const slotsOf = (parts: readonly LookupPart[]): number => parts.reduce((sum, { ids }) => sum + ids.length, 0);

/** Words that hold the touched rows whatever the ids of that many slots are. @param rows of the arena */
export const wordsFor = (rows: number, slots: number): number => 2 * Math.min(rows, slots) + 1 + 2 * slots;
