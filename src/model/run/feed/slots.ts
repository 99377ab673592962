/** What the rows of a batch write of their owners: slots of fields that do not lie on the device, ages, masks. */
import { NOWHERE, type FieldSlots } from '../../../engine/embedding/slots';

/** The newest `length` columns of right-aligned [rows x full]; missing rows are 0. */
export function newest(all: Float32Array, full: number, length: number, rows: number): Float32Array {
  if (full === length && all.length === rows * full) return all;
  const out = new Float32Array(rows * length);
  for (let row = 0; row < Math.min(rows, all.length / Math.max(1, full)); row++)
    out.set(all.subarray((row + 1) * full - length, (row + 1) * full), row * length);
  return out;
}

/**
 * The first `each` slots of each owner, NOWHERE behind them, and their weight; rows past the owners have no slots.
 * @param ids [rows x each]; @param weights [rows], null where all are 1
 */
export function gatherSlots(
  { start, ids: own, weight }: FieldSlots,
  owners: Uint32Array,
  each: number,
  ids: Uint32Array,
  weights: Float32Array | null,
): void {
  ids.fill(NOWHERE, owners.length * each);
  // A plain loop where there is one slot, as in most fields.
  if (start === null && each === 1) for (let row = 0; row < owners.length; row++) ids[row] = own[owners[row]!]!;
  else {
    for (let row = 0; row < owners.length; row++) {
      const owner = owners[row]!;
      const begin = start === null ? owner : start[owner]!;
      const count = Math.min(each, (start === null ? owner + 1 : start[owner + 1]!) - begin);
      for (let j = 0; j < count; j++) ids[row * each + j] = own[begin + j]!;
      ids.fill(NOWHERE, row * each + count, (row + 1) * each);
    }
  }
  if (weights) for (let row = 0; row < owners.length; row++) weights[row] = weight![owners[row]!]!;
}

/** 1 for each of the first `length` tokens that an owner has. @param mask [rows x length] */
export function markTokens({ start }: FieldSlots, owners: Uint32Array, length: number, mask: Float32Array): void {
  mask.fill(0);
  for (let row = 0; row < owners.length; row++) {
    const owner = owners[row]!;
    const count = start === null ? 1 : start[owner + 1]! - start[owner]!;
    mask.fill(1, row * length, row * length + Math.min(count, length));
  }
}
