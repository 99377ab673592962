/** Plain loops of the embedding kernels: what the WGSL is compared with, and the path on a machine without WebGPU. */
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

/** The slots of a row in a field: rows of the arena, and the weight of each. */
function slotsOf(
  { places, firstRow, piece }: LookedUpField,
  slots: Words,
  words: Words,
  { owners }: LookupShape,
  row: number,
): { ids: number[]; weight: number } {
  const [from, rows] = [piece?.from ?? 0, piece?.rows ?? Infinity];
  const fresh = places.kind === 'fresh';
  const [held, owner] = fresh ? [words, row] : [slots, words.u32[owners + row]!];
  const begin = fresh ? row * places.each : places.start === null ? owner : held.u32[places.start + owner]!;
  const end = fresh ? begin + places.each : places.start === null ? owner + 1 : held.u32[places.start + owner + 1]!;
  const ids = Array.from(held.u32.subarray(places.ids + begin, places.ids + end), (id) =>
    id !== NOWHERE && id >= from && id - from < rows ? firstRow + id - from : NOWHERE,
  );
  return { ids, weight: places.weight === null ? 1 : held.f32[places.weight + owner]! };
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
  for (let row = 0; row < rowsNow(shape, words); row++) {
    for (let column = 0; column < columns; column++) {
      const own = slotsOf(shape.fields[tokens === null ? column : 0]!, slots, words, shape, row);
      const read = tokens === null ? own.ids : own.ids.slice(column, column + 1);
      const to = (row * columns + column) * width;
      for (let d = 0; d < width; d++) {
        let sum = 0;
        for (const id of read) if (id !== NOWHERE) sum += table[id * width + d]!;
        out[to + d] = own.weight * sum;
      }
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
    if (shares[event] === 0) return;
    for (let i = 0; i < across; i++)
      out[row * across + i] = out[row * across + i]! + shares[event]! * values[entry * across + i]!;
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
    for (let i = 0; i < across; i++) sum += values[entry * across + i]! * dy[row * across + i]!;
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
  const weights = new Float32Array(distinct.entries * fields.length).map(
    (_, at) => slotsOf(fields[at % fields.length]!, slots, words, shape, Math.floor(at / fields.length)).weight,
  );
  eachEvent(distinct, (event, row, entry) => {
    const from = (shares ? row : event) * across;
    const share = shares ? shares[event]! : 1;
    for (let i = 0; i < across; i++) {
      const weight = weights[entry * fields.length + Math.floor(i / width)]!;
      out[entry * across + i] = out[entry * across + i]! + weight * share * gradient[from + i]!;
    }
  });
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
  for (let at = 0; at < rows * fields.length; at++) {
    const { weight } = slotsOf(fields[at % fields.length]!, slots, words, shape, Math.floor(at / fields.length));
    for (let i = at * width; i < (at + 1) * width; i++) out[i] = weight * gradient[i]!;
  }
}

/** The summed gradient of every touched row, [unique x width]. @param gradient of all looked-up rows, [rows x width] */
export function rowGradients(touched: TouchedRows, gradient: Float32Array, width: number): Float32Array {
  const out = new Float32Array(touched.unique.length * width);
  for (let u = 0; u < touched.unique.length; u++) {
    for (let k = touched.start[u]!; k < touched.start[u + 1]!; k++) {
      const from = touched.source[k]! * width;
      for (let d = 0; d < width; d++) out[u * width + d] = out[u * width + d]! + gradient[from + d]!;
    }
  }
  return out;
}
