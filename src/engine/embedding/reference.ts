/** Plain loops of the embedding kernels: what WGSL and the CPU path are compared with. */
import { hostArray } from '../run-kernel';
import type { Storage } from '../storage';
import type { DistinctOwners } from './distinct-owners';
import { columnsOf, type LookedUpField, type LookupShape } from './lookup-shape';
import { NOWHERE } from './slots';
import type { TouchedRows } from './touched-rows';

/** Words of a step on the CPU path: u32, and the same memory as f32. */
export interface Words {
  u32: Uint32Array;
  f32: Float32Array;
}

export function hostWords(words: Storage): Words {
  const { buffer, byteOffset, length } = hostArray(words.tensor);
  return { u32: new Uint32Array(buffer, byteOffset, length), f32: new Float32Array(buffer, byteOffset, length) };
}

/** What a field has for a row: a range of slots in the list that holds them. */
function slotsOf({ places }: LookedUpField, slots: Words, owner: number, row: number): readonly [number, number] {
  if (places.kind === 'fresh') return [row * places.each, (row + 1) * places.each];
  return places.start === null
    ? [owner, owner + 1]
    : [slots.u32[places.start + owner]!, slots.u32[places.start + owner + 1]!];
}

/** Of each of a row's slots. */
function weightOf({ places }: LookedUpField, slots: Words, words: Words, owner: number, row: number): number {
  if (places.weight === null) return 1;
  return places.kind === 'fresh' ? words.f32[places.weight + row]! : slots.f32[places.weight + owner]!;
}

const rowsNow = ({ rows, count }: LookupShape, words: Words): number => (count === null ? rows : words.u32[count]!);

/** @param out [rows, F or tokens, D] */
export function lookupReference(
  table: Float32Array,
  slots: Words,
  words: Words,
  shape: LookupShape,
  out: Float32Array,
): void {
  const { width, tokens } = shape;
  const columns = columnsOf(shape);
  const count = rowsNow(shape, words);
  for (let column = 0; column < columns; column++) {
    const field = shape.fields[tokens === null ? column : 0]!;
    const { places, firstRow, piece } = field;
    const { u32: ids } = places.kind === 'fresh' ? words : slots;
    const [first, rows] = [piece?.from ?? 0, piece?.rows ?? Infinity];
    for (let row = 0; row < count; row++) {
      const owner = words.u32[shape.owners + row]!;
      const weight = weightOf(field, slots, words, owner, row);
      let [begin, end] = slotsOf(field, slots, owner, row);
      if (tokens !== null) [begin, end] = [begin + column, Math.min(begin + column + 1, end)];
      const to = (row * columns + column) * width;
      out.fill(0, to, to + width);
      for (let slot = begin; slot < end; slot++) {
        const id = ids[places.ids + slot]!;
        if (id === NOWHERE || id < first || id - first >= rows) continue;
        const at = (firstRow + id - first) * width;
        for (let d = 0; d < width; d++) out[to + d]! += table[at + d]!;
      }
      if (weight !== 1) for (let d = to; d < to + width; d++) out[d]! *= weight;
    }
  }
}

/** Calls back for every event there is, with its row and its entry. */
function eachEvent(distinct: DistinctOwners, visit: (event: number, row: number, entry: number) => void): void {
  const { rows, length, counts } = distinct;
  const entryOf = distinct.entryOf();
  for (let row = 0; row < rows; row++) {
    const end = (row + 1) * length;
    for (let event = end - counts[row]!; event < end; event++) visit(event, row, entryOf[event]!);
  }
}

/** @param values [entries, F, D]; @param out [rows, length, F, D] */
export function eventsReference(
  distinct: DistinctOwners,
  values: Float32Array,
  { fields, width }: LookupShape,
  out: Float32Array,
): void {
  const across = fields.length * width;
  out.fill(0);
  eachEvent(distinct, (event, _, entry) =>
    out.set(values.subarray(entry * across, (entry + 1) * across), event * across),
  );
}

/** @param shares [rows, length]; @param out [rows, F x D] */
export function poolReference(
  distinct: DistinctOwners,
  values: Float32Array,
  { fields, width }: LookupShape,
  shares: Float32Array,
  out: Float32Array,
): void {
  const across = fields.length * width;
  out.fill(0);
  eachEvent(distinct, (event, row, entry) => {
    const share = shares[event]!;
    if (share === 0) return;
    const [to, at] = [row * across, entry * across];
    for (let i = 0; i < across; i++) out[to + i]! += share * values[at + i]!;
  });
}

/** @param dy [rows, F x D]; returns [rows x length] */
export function shareGradientReference(
  distinct: DistinctOwners,
  values: Float32Array,
  { fields, width }: LookupShape,
  dy: Float32Array,
): Float32Array {
  const across = fields.length * width;
  const out = new Float32Array(distinct.rows * distinct.length);
  eachEvent(distinct, (event, row, entry) => {
    let sum = 0;
    const [at, to] = [entry * across, row * across];
    for (let i = 0; i < across; i++) sum += values[at + i]! * dy[to + i]!;
    out[event] = sum;
  });
  return out;
}

/**
 * Adds weight x the gradients of an entry's events. @param gradient [rows, length, F, D], or with shares [rows, F x D]
 * @param out [entries, F, D]
 */
export function ownerGradientReference(
  distinct: DistinctOwners,
  [slots, words, shape]: readonly [Words, Words, LookupShape],
  gradient: Float32Array,
  shares: Float32Array | null,
  out: Float32Array,
): void {
  const { fields, width } = shape;
  const across = fields.length * width;
  const added = new Float32Array(distinct.entries * across);
  eachEvent(distinct, (event, row, entry) => {
    const [to, at] = [entry * across, (shares ? row : event) * across];
    const share = shares ? shares[event]! : 1;
    for (let i = 0; i < across; i++) added[to + i]! += share * gradient[at + i]!;
  });
  for (let entry = 0; entry < distinct.entries; entry++) {
    const owner = words.u32[shape.owners + entry]!;
    fields.forEach((field, f) => {
      const weight = weightOf(field, slots, words, owner, entry);
      const to = entry * across + f * width;
      for (let i = to; i < to + width; i++) out[i]! += weight * added[i]!;
    });
  }
}

/** @param gradient, out: [rows, F, D] */
export function weightedReference(
  slots: Words,
  words: Words,
  shape: LookupShape,
  gradient: Float32Array,
  out: Float32Array,
): void {
  const { rows, fields, width } = shape;
  for (let row = 0; row < rows; row++) {
    const owner = words.u32[shape.owners + row]!;
    fields.forEach((field, f) => {
      const weight = weightOf(field, slots, words, owner, row);
      const to = (row * fields.length + f) * width;
      for (let i = to; i < to + width; i++) out[i] = weight * gradient[i]!;
    });
  }
}

/** Gradients of looked-up rows, and at which row the first of them is counted. */
export interface HostLeaf {
  first: number;
  gradient: Float32Array;
}

/** The summed gradient of every touched row, [unique x width]. @param leaves in the order their rows are counted */
export function rowGradients(touched: TouchedRows, leaves: readonly HostLeaf[], width: number): Float32Array {
  const out = new Float32Array(touched.unique.length * width);
  for (let u = 0; u < touched.unique.length; u++) {
    for (let k = touched.start[u]!; k < touched.start[u + 1]!; k++) {
      const row = touched.source[k]!;
      let leaf = leaves.length - 1;
      while (leaves[leaf]!.first > row) leaf--;
      const { first, gradient } = leaves[leaf]!;
      const [to, at] = [u * width, (row - first) * width];
      for (let d = 0; d < width; d++) out[to + d]! += gradient[at + d]!;
    }
  }
  return out;
}
