/**
 * The past of each row: its events' fields, which the distinct owners of a batch lend to all events that name them.
 * Pooled, the events of a row are summed by their shares as they are read and never stored.
 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { differentiable } from '../differentiable';
import { emptyTensor, gridFor, hostArray, mainSource, onGpu, runKernel } from '../run-kernel';
import { Storage } from '../storage';
import { innerOf, lanesOf, typeOf } from '../wgsl';
import { DISTINCT_HEADER, type DistinctOwners } from './distinct-owners';
import { lookUp, type Lookup } from './lookup';
import { eventsReference, poolReference, shareGradientReference } from './reference';

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
  /** [entries, F, D]; the caller disposes it */
  values: Tensor;
}

/** Looks up every distinct owner once. */
export function lookUpOwners(past: Past, lookup: Lookup): PastValues {
  const shape = [lookup.rows, lookup.fields.length, lookup.width];
  const values = onGpu() ? emptyTensor(shape) : tf.zeros(shape);
  lookUp(lookup, values, () => past.distinct.entries);
  return { past, lookup, values };
}

/** Fills `out`, [rows, length, F, D]; 0 where there is no event. */
export function spreadOverEvents({ past: { distinct, mask, entryOf }, lookup, values }: PastValues, out: Tensor): void {
  const { width } = lookup;
  if (!onGpu()) {
    eventsReference(distinct, hostArray(values), lookup, hostArray(out));
    return;
  }
  runKernel(
    'fields of events',
    eventsSource(width),
    [mask.binding, entryOf.binding, lookup.info.binding, values, out],
    gridFor(out.size / lanesOf(width)),
  );
}

/**
 * sum_t shares[r, t] x values[r, t, f], as [rows, F x D], written into `leaf`, through which the gradient of the rows
 * leaves the tape; the gradient of the shares reads the values again.
 * @param shares [rows, length]; @param leaf [rows, F x D]
 */
export function pooledLookup(given: PastValues, shares: Tensor2D, leaf: Tensor2D): Tensor2D {
  const {
    past: { distinct, mask, entryOf },
    lookup,
    values,
  } = given;
  const { width, info } = lookup;
  const { rows, length } = distinct;
  return differentiable<Tensor2D>(
    { shares, leaf },
    (save) => {
      save(values);
      if (onGpu()) {
        runKernel(
          'pooled lookup',
          pooledSource(width),
          [distinct.storage.binding, entryOf.binding, info.binding, values, shares, leaf],
          gridFor(leaf.size / lanesOf(width)),
        );
      } else poolReference(distinct, hostArray(values), lookup, hostArray(shares), hostArray(leaf));
      return tf.reshape(leaf, leaf.shape);
    },
    (dy, [held]) => ({
      leaf: () => dy,
      shares: () => {
        if (!onGpu())
          return tf.tensor2d(shareGradientReference(distinct, hostArray(held!), lookup, hostArray(dy)), [rows, length]);
        const dShares = emptyTensor([rows, length]);
        runKernel(
          'shares gradient',
          shareGradientSource(width),
          [distinct.storage.binding, mask.binding, entryOf.binding, info.binding, held!, dy, dShares],
          gridFor(rows * length),
        );
        return dShares;
      },
    }),
  );
}

/**
 * WGSL over a past's `words`: `startOf(entry)`, and `eventAt(k)`, the k-th of the events that all entries list one after
 * the other.
 */
export const EVENTS_OF_ENTRIES = `
fn startOf(entry: u32) -> u32 { return words[words[3] + entry]; }
fn eventAt(k: u32) -> u32 {
  if (words[5] == 1u) { return (words[words[4] + k / 2u] >> (16u * (k % 2u))) & 0xffffu; }
  return words[words[4] + k];
}`;

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
const eventsSource = (width: number): string => `
@group(0) @binding(0) var<storage, read> mask: array<f32>;
@group(0) @binding(1) var<storage, read> entry_of: array<u32>;
@group(0) @binding(2) var<storage, read> info: array<u32>;
@group(0) @binding(3) var<storage, read> values: array<${typeOf(width)}>;
@group(0) @binding(4) var<storage, read_write> result: array<${typeOf(width)}>;
${mainSource(`
  if (index >= arrayLength(&result)) { return; }
  let across = info[1] * info[2];
  let event = index / across;
  var value = ${typeOf(width)}();
  if (mask[event] != 0.0) { value = values[entry_of[event] * across + index % across]; }
  result[index] = value;`)}`;

const pooledSource = (width: number): string => `
@group(0) @binding(0) var<storage, read> words: array<u32>;
@group(0) @binding(1) var<storage, read> entry_of: array<u32>;
@group(0) @binding(2) var<storage, read> info: array<u32>;
@group(0) @binding(3) var<storage, read> values: array<${typeOf(width)}>;
@group(0) @binding(4) var<storage, read> shares: array<f32>;
@group(0) @binding(5) var<storage, read_write> result: array<${typeOf(width)}>;
${mainSource(`
  if (index >= arrayLength(&result)) { return; }
  let length = words[2];
  let across = info[1] * info[2];
  let row = index / across;
  let column = index % across;
  var sum = ${typeOf(width)}();
  for (var event = (row + 1u) * length - words[${DISTINCT_HEADER}u + row]; event < (row + 1u) * length; event++) {
    let share = shares[event];
    // Not "!=", which takes a share that is no number for 0.
    if (share == 0.0) { continue; }
    sum += share * values[entry_of[event] * across + column];
  }
  result[index] = sum;`)}`;

const shareGradientSource = (width: number): string => `
@group(0) @binding(0) var<storage, read> words: array<u32>;
@group(0) @binding(1) var<storage, read> mask: array<f32>;
@group(0) @binding(2) var<storage, read> entry_of: array<u32>;
@group(0) @binding(3) var<storage, read> info: array<u32>;
@group(0) @binding(4) var<storage, read> values: array<${typeOf(width)}>;
@group(0) @binding(5) var<storage, read> dy: array<${typeOf(width)}>;
@group(0) @binding(6) var<storage, read_write> result: array<f32>;
${mainSource(`
  if (index >= arrayLength(&result)) { return; }
  var sum = 0.0;
  if (mask[index] != 0.0) {
    let across = info[1] * info[2];
    let own = entry_of[index] * across;
    let first = (index / words[2]) * across;
    for (var column = 0u; column < across; column++) { sum += ${innerOf(width, 'values[own + column]', 'dy[first + column]')}; }
  }
  result[index] = sum;`)}`;
