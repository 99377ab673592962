/**
 * From the slots of fields to those of a step: of the owners that its rows name, as rows of the arena. Plain loops,
 * over every id of every batch.
 */
import type { Field } from '../../../data/dataset';
import { prefetch } from '../../../data/prefetch';
import type { Place } from '../../../engine/optimizers/weights';

/** The newest `length` columns of right-aligned [rows x full]; missing rows are 0. */
export function newest<T extends Float32Array | Uint32Array>(
  all: T,
  full: number,
  length: number,
  rows: number,
  make: new (size: number) => T,
): T {
  if (full === length && all.length === rows * full) return all;
  const out = new make(rows * length);
  for (let row = 0; row < Math.min(rows, all.length / Math.max(1, full)); row++)
    out.set(all.subarray((row + 1) * full - length, (row + 1) * full) as never, row * length);
  return out;
}

/**
 * Takes over how many events of each row `length` columns hold, and marks them in the mask, 1 = an event: the last so
 * many columns. Rows past the end of `all` have none. Only what changes is written: counts and mask agree before, and
 * again after.
 * @param counts [rows]; @param mask [rows, length]
 */
export function followCounts(all: Uint32Array, length: number, counts: Uint32Array, mask: Float32Array): void {
  for (let row = 0; row < counts.length; row++) {
    const before = counts[row]!;
    const now = row < all.length ? Math.min(all[row]!, length) : 0;
    const end = (row + 1) * length;
    for (let slot = end - now; slot < end - before; slot++) mask[slot] = 1;
    for (let slot = end - before; slot < end - now; slot++) mask[slot] = 0;
    counts[row] = now;
  }
}

/**
 * Copies the slots of each owner row, as rows of the arena. Slots whose `mask` is 0, and rows past the owners' end, get
 * weight 0 where they have weights of their own; where the mask itself is their weight, their ids only have to be rows
 * of the table.
 */
export function gatherSlots(
  { length, ids: own, weights: ownWeights }: Field,
  firstRow: number,
  owners: Uint32Array,
  mask: Float32Array | null,
  ids: Uint32Array,
  weights: Float32Array | null,
): void {
  // A plain loop where there is one slot, as in most fields. It stays in this function: by itself it would be small
  // enough to be inlined into code that runs once a step, and never compiled for speed there.
  if (length === 1) for (let row = 0; row < owners.length; row++) ids[row] = firstRow + own[owners[row]!]!;
  else {
    for (let row = 0; row < owners.length; row++) {
      const from = owners[row]! * length;
      for (let j = 0; j < length; j++) ids[row * length + j] = firstRow + own[from + j]!;
    }
  }
  ids.fill(firstRow, owners.length * length);
  if (weights === null) return;
  for (let row = 0; row < owners.length; row++) {
    const from = owners[row]! * length;
    const there = mask === null ? 1 : mask[row]!;
    for (let j = 0; j < length; j++)
      weights[row * length + j] = ownWeights === null ? there : there * ownWeights[from + j]!;
  }
  weights.fill(0, owners.length * length);
}

/**
 * As `gatherSlots` for a past of `length` events a row, of one slot each whose weight is the mask: the newest
 * `counts[row]` events alone. What stands in the other slots is a row of the table already, and of weight 0.
 */
export function gatherNewest(
  { ids: own }: Field,
  firstRow: number,
  owners: Uint32Array,
  length: number,
  counts: Uint32Array,
  ids: Uint32Array,
): void {
  for (let row = 0; row < counts.length; row++) {
    const end = (row + 1) * length;
    for (let slot = end - counts[row]!; slot < end; slot++) ids[slot] = firstRow + own[owners[slot]!]!;
  }
}

/**
 * As `gatherSlots` for several fields of one slot and no weights at once. @param together [owners x F] their ids (see
 * `idsTogether`)
 * @param firstRows [F] where their tables begin in the arena; @param places [F] where the ids of each, `rows` of them,
 * begin in `words`
 */
export function gatherTogether(
  together: Uint32Array,
  owners: Uint32Array,
  firstRows: Uint32Array,
  places: Uint32Array,
  rows: number,
  words: Uint32Array,
): void {
  const across = firstRows.length;
  prefetch(together, owners, across);
  for (let row = 0; row < owners.length; row++) {
    const from = owners[row]! * across;
    for (let f = 0; f < across; f++) words[places[f]! + row] = firstRows[f]! + together[from + f]!;
  }
  for (let f = 0; f < across; f++) words.fill(firstRows[f]!, places[f]! + owners.length, places[f]! + rows);
}

/**
 * Copies the first `length` tokens of each owner row, as rows of the arena, and marks those that are there; what lies
 * behind them is a row all the same.
 */
export function gatherTokens(
  { length: held, ids: own, weights }: Field,
  firstRow: number,
  owners: Uint32Array,
  length: number,
  ids: Uint32Array,
  mask: Float32Array,
): void {
  ids.fill(firstRow);
  mask.fill(0);
  const shown = Math.min(held, length);
  for (let row = 0; row < owners.length; row++) {
    const from = owners[row]! * held;
    for (let t = 0; t < shown; t++) {
      ids[row * length + t] = firstRow + own[from + t]!;
      mask[row * length + t] = weights === null ? 1 : weights[from + t]!;
    }
  }
}

/** Turns rows of a table into rows of the arena that holds one piece of it; slots of other pieces lose their weight. */
export function keepPiece({ firstRow, from, rows }: Place, ids: Uint32Array, weights: Float32Array): void {
  for (let slot = 0; slot < ids.length; slot++) {
    const inPiece = ids[slot]! - from;
    const held = inPiece >= 0 && inPiece < rows;
    ids[slot] = firstRow + (held ? inPiece : 0);
    if (!held) weights[slot] = 0;
  }
}
