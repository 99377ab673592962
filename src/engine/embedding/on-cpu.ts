/** The embedding kernels on the CPU path: rows by typed loops, what events read of them in WebAssembly. */
import { Frame, wasm, type Pointer } from '../cpu/module';
import type { DistinctOwners } from './distinct-owners';
import { columnsOf, type LookedUpField, type LookupShape } from './lookup-shape';
import type { HostLeaf, Words } from './reference';
import { NOWHERE } from './slots';
import type { TouchedRows } from './touched-rows';

/** What a lookup reads in a step. */
export interface HostLookup {
  shape: LookupShape;
  slots: Words;
  words: Words;
}

/** Weight of the slots of each row; null = all 1. */
function weightsOf({ shape, slots, words }: HostLookup, { places }: LookedUpField): ((row: number) => number) | null {
  const { weight } = places;
  if (weight === null) return null;
  if (places.kind === 'fresh') return (row) => words.f32[weight + row]!;
  return (row) => slots.f32[weight + words.u32[shape.owners + row]!]!;
}

/** Rows of a table for each that is read, at the most, for all of it to be copied rather than walked in place. */
const SHARE = 4;

/**
 * @see lookupReference, whose numbers these are bit for bit
 * @param info `lookupInfo` of the shape
 */
export function lookupOnCpu(table: Float32Array, given: HostLookup, info: Uint32Array, out: Float32Array): void {
  const { shape, words } = given;
  const { width } = shape;
  const columns = columnsOf(shape);
  const count = shape.count === null ? shape.rows : words.u32[shape.count]!;
  const size = count * columns * width;
  if (table.length <= SHARE * size) {
    const frame = new Frame();
    const [rows, slots] = [frame.put(table), frame.putWords(given.slots.u32)];
    const [own, shapes, found] = [frame.putWords(words.u32), frame.putWords(info), frame.numbers(size)];
    wasm().lookup(rows, slots, own, shapes, width, found);
    out.set(frame.view(found, size));
    return;
  }
  for (let column = 0; column < columns; column++) lookUpColumn(table, given, count, column, columns, out);
}

function lookUpColumn(
  table: Float32Array,
  given: HostLookup,
  count: number,
  column: number,
  columns: number,
  out: Float32Array,
): void {
  const { shape, slots, words } = given;
  const { width, tokens, owners } = shape;
  const field = shape.fields[tokens === null ? column : 0]!;
  const { places, firstRow, piece } = field;
  const each = places.kind === 'fresh' ? places.each : 0;
  const start = places.kind === 'fresh' ? null : places.start;
  const ids = each > 0 ? words.u32 : slots.u32;
  const weights = weightsOf(given, field);
  const [from, rows] = piece ? [piece.from, piece.rows] : [0, NOWHERE];
  for (let row = 0; row < count; row++) {
    const owner = words.u32[owners + row]!;
    let begin = each > 0 ? row * each : start === null ? owner : slots.u32[start + owner]!;
    let end = each > 0 ? begin + each : start === null ? owner + 1 : slots.u32[start + owner + 1]!;
    if (tokens !== null) {
      begin += column;
      end = Math.min(begin + 1, end);
    }
    const to = (row * columns + column) * width;
    let found = false;
    for (let slot = begin; slot < end; slot++) {
      const id = ids[places.ids + slot]!;
      if (id === NOWHERE || id < from || id - from >= rows) continue;
      const at = (firstRow + id - from) * width;
      if (found) for (let d = 0; d < width; d++) out[to + d]! += table[at + d]!;
      else for (let d = 0; d < width; d++) out[to + d] = table[at + d]!;
      found = true;
    }
    if (!found) out.fill(0, to, to + width);
    else if (weights) {
      const weight = weights(row);
      if (weight !== 1) for (let d = to; d < to + width; d++) out[d]! *= weight;
    }
  }
}

/** @see eventsReference */
export function eventsOnCpu(distinct: DistinctOwners, values: Float32Array, across: number, out: Float32Array): void {
  const { rows, length, counts, entries } = distinct;
  const frame = new Frame();
  const at = frame.put(values.subarray(0, entries * across));
  const [entryOf, found] = [frame.putWords(distinct.entryOf()), frame.numbers(out.length)];
  wasm().spread(at, entryOf, frame.putWords(counts), rows, length, across, found);
  out.set(frame.view(found, out.length));
}

/** @see poolReference */
export function poolOnCpu(
  distinct: DistinctOwners,
  values: Float32Array,
  across: number,
  shares: Float32Array,
  out: Float32Array,
): void {
  const { rows, length, counts, entries } = distinct;
  const frame = new Frame();
  const at = frame.put(values.subarray(0, entries * across));
  const [entryOf, factors] = [frame.putWords(distinct.entryOf()), frame.put(shares)];
  const [ends, sums] = [frame.putWords(counts), frame.numbers(out.length)];
  wasm().pooled(at, entryOf, factors, ends, rows, length, across, sums);
  out.set(frame.view(sums, out.length));
}

/** @see shareGradientReference */
export function shareGradientOnCpu(
  distinct: DistinctOwners,
  values: Float32Array,
  across: number,
  dy: Float32Array,
): Float32Array {
  const { rows, length, counts, entries } = distinct;
  const frame = new Frame();
  const at = frame.put(values.subarray(0, entries * across));
  const [entryOf, slopes] = [frame.putWords(distinct.entryOf()), frame.put(dy)];
  const [ends, found] = [frame.putWords(counts), frame.numbers(rows * length)];
  wasm().shareSlopes(at, entryOf, slopes, ends, rows, length, across, found);
  return frame.take(found, rows * length);
}

/** @see ownerGradientReference */
export function ownerGradientOnCpu(
  distinct: DistinctOwners,
  given: HostLookup,
  gradient: Float32Array,
  shares: Float32Array | null,
  out: Float32Array,
  isWeighted = true,
): void {
  const { fields, width } = given.shape;
  const { entries, length } = distinct;
  const across = fields.length * width;
  const size = entries * across;
  const { start, events } = distinct.lists();
  const frame = new Frame();
  const [slopes, factors] = [frame.put(gradient), shares ? frame.put(shares) : 0];
  const [begins, list] = [frame.putWords(start), frame.putWords(events)];
  const sums = frame.numbers(size);
  wasm().ownerSums(slopes, begins, list, factors, entries, length, across, sums);
  const to = frame.put(out.subarray(0, size));
  const weights = isWeighted ? weightsIn(frame, given, entries) : 0;
  wasm().addWeighted(to, sums, weights, entries, fields.length, width);
  out.set(frame.view(to, size));
}

/** @see weightedReference */
export function weightedOnCpu(given: HostLookup, gradient: Float32Array, out: Float32Array): void {
  const { rows, fields, width } = given.shape;
  const frame = new Frame();
  const [slopes, to] = [frame.put(gradient), frame.zeros(gradient.length)];
  wasm().addWeighted(to, slopes, weightsIn(frame, given, rows), rows, fields.length, width);
  out.set(frame.view(to, gradient.length));
}

/** [rows, F] weights of the slots; 0 = all are 1. */
function weightsIn(frame: Frame, given: HostLookup, rows: number): Pointer {
  const { fields } = given.shape;
  const ofFields = fields.map((field) => weightsOf(given, field));
  if (ofFields.every((weights) => weights === null)) return 0;
  const all = new Float32Array(rows * fields.length);
  ofFields.forEach((weights, f) => {
    for (let row = 0; row < rows; row++) all[row * fields.length + f] = weights ? weights(row) : 1;
  });
  return frame.put(all);
}

/** @see rowGradients */
export function rowGradientsOnCpu(
  { unique, start, source }: TouchedRows,
  leaves: readonly HostLeaf[],
  width: number,
): Float32Array {
  const frame = new Frame();
  // One behind the other, as their rows are counted.
  const size = leaves.reduce((most, { first, gradient }) => Math.max(most, first * width + gradient.length), 0);
  const all = frame.numbers(size);
  for (const { first, gradient } of leaves) frame.write(all + 4 * first * width, gradient);
  const [begins, rows] = [frame.putWords(start), frame.putWords(source)];
  const sums = frame.numbers(unique.length * width);
  wasm().rowSums(all, begins, rows, unique.length, width, sums);
  return frame.take(sums, unique.length * width);
}
