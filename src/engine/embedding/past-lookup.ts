/**
 * The past of each row: its events' fields, which the distinct owners of a batch lend to all events that name them.
 * Pooled, the events of a row are summed by their shares as they are read and never stored.
 */
import { differentiable } from '../differentiable';
import { tableNumbers } from '../halves';
import { emptyTensor, gridFor, hostArray, mainSource, onGpu, runKernel, type Binding } from '../run-kernel';
import { Storage } from '../storage';
import type { StorageType } from '../storage-type';
import * as tf from '../tf';
import type { Rank, Tensor, Tensor2D, Tensor3D } from '../tf';
import { innerOf, lanesOf, listedIn, typeOf } from '../wgsl';
import { blankTensor } from './blank';
import { DISTINCT_HEADER, type DistinctOwners } from './distinct-owners';
import { lookUp, slotsSource, type Lookup } from './lookup';
import type { LookedUpField } from './lookup-shape';
import { eventsOnCpu, poolOnCpu, shareGradientOnCpu } from './on-cpu';

/** A past on the device: which events there are, and the entry of each. */
export interface Past {
  distinct: DistinctOwners;
  /** [rows, length] 1 = an event. */
  mask: Storage;
  /** [rows x length] entry of each event, where there is one. */
  entryOf: Storage;
}

export function pastOf(distinct: DistinctOwners): Past {
  const { rows, length } = distinct;
  return {
    distinct,
    mask: Storage.create(`history mask (${length})`, [rows, length], 'float32'),
    entryOf: Storage.create(`entries of a history (${length})`, [Math.max(1, rows * length)], 'int32'),
  };
}

export function disposePast({ distinct, mask, entryOf }: Past): void {
  distinct.dispose();
  mask.dispose();
  entryOf.dispose();
}

/** Spreads the lists of a step over the events: mask and entries. */
export function unpackPast({ distinct, mask, entryOf }: Past): void {
  const { rows, length, most } = distinct;
  if (!onGpu()) {
    for (let row = 0; row < rows; row++) {
      const end = (row + 1) * length;
      mask.host.fill(0, row * length, end).fill(1, end - distinct.counts[row]!, end);
    }
    return;
  }
  runKernel(
    'events of a history',
    unpackSource,
    [distinct.storage.binding, mask.binding, entryOf.binding],
    gridFor(Math.max(rows * length, most)),
  );
}

/** What the distinct owners of a past have in the fields of a lookup. */
export interface PastValues {
  past: Past;
  lookup: Lookup;
  /** [entries, F, D]; null where they are as soon read from the tables. The caller disposes it. */
  values: Tensor | null;
}

/** Looks up every distinct owner once, on a GPU unless every field has one slot: then there is nothing to add up. */
export function lookUpOwners(past: Past, lookup: Lookup): PastValues {
  const isDirect = onGpu() && lookup.fields.every(hasOneSlot);
  return { past, lookup, values: isDirect ? null : ownerValues(past, lookup) };
}

/** What every distinct owner has, [entries, F, D]. Rows past the entries there are hold anything. */
export function ownerValues(past: Past, lookup: Lookup): Tensor3D {
  const values = blankTensor<Rank.R3>([lookup.rows, lookup.fields.length, lookup.width]);
  lookUp(lookup, values, () => past.distinct.entries);
  return values;
}

const hasOneSlot = ({ places, piece }: LookedUpField): boolean =>
  places.kind === 'kept' && places.start === null && piece === null;

/** Numbers of an entry. */
const acrossOf = ({ fields, width }: Lookup): number => fields.length * width;

/** Fills `out`, [rows, length, F, D]; 0 where there is no event. */
export function spreadOverEvents(given: PastValues, out: Tensor): void {
  const { past, lookup } = given;
  const { distinct, mask, entryOf } = past;
  const { width } = lookup;
  if (!onGpu()) {
    eventsOnCpu(distinct, hostArray(given.values!), acrossOf(lookup), hostArray(out));
    return;
  }
  runKernel(
    'fields of events',
    eventsSource(width, directly(given)),
    [...valueBindings(given, false), mask.binding, entryOf.binding, out],
    gridFor(out.size / lanesOf(width)),
  );
}

/**
 * sum_t shares[r, t] x values[r, t, f], as [rows, F x D], written into `leaf`, through which the gradient of the rows
 * leaves the tape; the gradient of the shares reads the values again.
 * @param shares [rows, length]; @param leaf [rows, F x D]
 */
export function pooledLookup(given: PastValues, shares: Tensor2D, leaf: Tensor2D): Tensor2D {
  return differentiable<Tensor2D>(
    { shares, leaf },
    (save) => {
      if (given.values) save(given.values);
      poolInto(given, shares, leaf);
      return tf.reshape(leaf, leaf.shape);
    },
    (dy, [saved]) => ({ leaf: () => dy, shares: () => sharesGradient({ ...given, values: saved ?? null }, dy) }),
  );
}

/**
 * The same of values that were made of the owners', differentiated by them.
 * @param values [entries, F x D]; @param gradient of the values, by that of the sums and the shares
 */
export function pooledValues(
  { past, lookup }: Pick<PastValues, 'past' | 'lookup'>,
  values: Tensor2D,
  shares: Tensor2D,
  gradient: (dy: Tensor, shares: Tensor) => Tensor,
): Tensor2D {
  return differentiable<Tensor2D>(
    { shares, values },
    (save) => {
      save(values, shares);
      const sums = blankTensor<Rank.R2>([past.distinct.rows, acrossOf(lookup)]);
      poolInto({ past, lookup, values }, shares, sums);
      return sums;
    },
    (dy, [values, shares]) => ({
      values: () => gradient(dy, shares!),
      shares: () => sharesGradient({ past, lookup, values: values! }, dy),
    }),
  );
}

function poolInto(given: PastValues, shares: Tensor2D, sums: Tensor2D): void {
  const { past, lookup, values } = given;
  if (!onGpu()) {
    poolOnCpu(past.distinct, hostArray(values!), acrossOf(lookup), hostArray(shares), hostArray(sums));
    return;
  }
  runKernel(
    'pooled lookup',
    pooledSource(lookup.width, directly(given)),
    [...valueBindings(given), past.entryOf.binding, shares, sums],
    gridFor(sums.size / lanesOf(lookup.width)),
  );
}

/** [rows, length] */
function sharesGradient(given: PastValues, dy: Tensor): Tensor {
  const { past, lookup, values } = given;
  const { distinct, mask, entryOf } = past;
  const shape: [number, number] = [distinct.rows, distinct.length];
  if (!onGpu())
    return tf.tensor2d(shareGradientOnCpu(distinct, hostArray(values!), acrossOf(lookup), hostArray(dy)), shape);
  const dShares = emptyTensor(shape);
  runKernel(
    'shares gradient',
    shareGradientSource(lookup.width, directly(given)),
    [...valueBindings(given), mask.binding, entryOf.binding, dy, dShares],
    gridFor(dShares.size),
  );
  return dShares;
}

/** How the table lies that values are read from; null where they were made once. */
const directly = ({ lookup, values }: PastValues): StorageType | null => (values ? null : lookup.table.type);

/** The words of the past come last: values that were made once need none. */
function valueBindings({ lookup: { table, slots, words, info }, values }: PastValues, isCounted = true): Binding[] {
  if (!values) return [table.binding, slots.storage.binding, info.binding, words.binding];
  return [values, info.binding, ...(isCounted ? [words.binding] : [])];
}

/**
 * WGSL over the first bindings: `valueOf(entry, column)`, a column being a lane of a field; and what the others are
 * called, from the next binding on.
 * @param direct of the table they are read from; null where values were made once
 * @param isCounted whether the kernel itself reads the words of the past
 */
function valueSource(width: number, direct: StorageType | null, others: readonly string[], isCounted = true): string {
  const type = typeOf(width);
  const numbers = tableNumbers(direct ?? 'float32', width);
  const own = direct
    ? `
@group(0) @binding(0) var<storage, read> table: array<${numbers.element}>;${numbers.source}
${slotsSource(1, 3, 2)}
fn valueOf(entry: u32, column: u32) -> ${type} {
  let f = column / info[2];
  return weightOf(f, entry) * ${numbers.read('table[idOf(f, slotsOf(f, entry).x) * info[2] + column % info[2]]')};
}`
    : `
@group(0) @binding(0) var<storage, read> values: array<${type}>;
@group(0) @binding(1) var<storage, read> info: array<u32>;
${isCounted ? '@group(0) @binding(2) var<storage, read> words: array<u32>;' : ''}
fn valueOf(entry: u32, column: u32) -> ${type} { return values[entry * info[1] * info[2] + column]; }`;
  const first = direct ? 4 : isCounted ? 3 : 2;
  return [own, ...others.map((other, i) => `@group(0) @binding(${first + i}) var<storage, ${other};`)].join('\n');
}

/**
 * WGSL over a past's `words`: `startOf(entry)`, and `eventAt(k)`, the k-th of the events that all entries list one
 * after the other.
 */
export const EVENTS_OF_ENTRIES = `
${listedIn('words')}
fn startOf(entry: u32) -> u32 { return listed(words[3], entry, words[5]); }
fn eventAt(k: u32) -> u32 { return listed(words[4], k, words[5]); }`;

const unpackSource = `
@group(0) @binding(0) var<storage, read> words: array<u32>;
${EVENTS_OF_ENTRIES}
@group(0) @binding(1) var<storage, read_write> mask: array<f32>;
@group(0) @binding(2) var<storage, read_write> entry_of: array<u32>;
${mainSource(`
  let length = words[2];
  if (index < words[1] * length) {
    mask[index] = select(0.0, 1.0, index % length + words[${DISTINCT_HEADER}u + index / length] >= length);
  }
  if (index < words[0]) {
    for (var k = startOf(index); k < startOf(index + 1u); k++) { entry_of[eventAt(k)] = index; }
  }`)}`;

/** Columns are `info[1]` fields of `info[2]` lanes. */
const eventsSource = (width: number, direct: StorageType | null): string => `
${valueSource(width, direct, ['read> mask: array<f32>', 'read> entry_of: array<u32>', `read_write> result: array<${typeOf(width)}>`], false)}
${mainSource(`
  if (index >= arrayLength(&result)) { return; }
  let across = info[1] * info[2];
  let event = index / across;
  var value = ${typeOf(width)}();
  if (mask[event] != 0.0) { value = valueOf(entry_of[event], index % across); }
  result[index] = value;`)}`;

const pooledSource = (width: number, direct: StorageType | null): string => `
${valueSource(width, direct, ['read> entry_of: array<u32>', 'read> shares: array<f32>', `read_write> result: array<${typeOf(width)}>`])}
${mainSource(`
  if (index >= arrayLength(&result)) { return; }
  let length = words[2];
  let across = info[1] * info[2];
  let row = index / across;
  var sum = ${typeOf(width)}();
  for (var event = (row + 1u) * length - words[${DISTINCT_HEADER}u + row]; event < (row + 1u) * length; event++) {
    let share = shares[event];
    // Not "!=", which takes a share that is no number for 0.
    if (share == 0.0) { continue; }
    sum += share * valueOf(entry_of[event], index % across);
  }
  result[index] = sum;`)}`;

const shareGradientSource = (width: number, direct: StorageType | null): string => `
${valueSource(width, direct, ['read> mask: array<f32>', 'read> entry_of: array<u32>', `read> dy: array<${typeOf(width)}>`, 'read_write> result: array<f32>'])}
${mainSource(`
  if (index >= arrayLength(&result)) { return; }
  var sum = 0.0;
  if (mask[index] != 0.0) {
    let across = info[1] * info[2];
    let first = (index / words[2]) * across;
    for (var column = 0u; column < across; column++) { sum += ${innerOf(width, 'valueOf(entry_of[index], column)', 'dy[first + column]')}; }
  }
  result[index] = sum;`)}`;
