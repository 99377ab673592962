/**
 * Embedded rows of all fields of a node in one dispatch: values[r, t, f] = sum over the slots j of weight[j] x
 * table[id[j]]. Pooled, the rows of a history are summed by their shares as they are read and never stored. Forward
 * only: the results are leaves of the autodiff, and their gradients go to the touched-row update
 * (optimizers/row-update.ts), never through a dense [V, D] gradient.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { differentiable } from '../differentiable';
import { emptyTensor, gridFor, hostArray, mainSource, onGpu, runKernel } from '../run-kernel';
import type { Storage } from '../storage';
import { innerOf, lanesOf, typeOf } from '../wgsl';
import { hostWords, pooledReference, lookupReference, shareGradientReference } from './reference';

/**
 * Where the slots of one field lie among the words of a step: ids first, then, where they are not all 1, their weights.
 */
export interface FieldSlots {
  /** First id, u32 rows of the arena: [rows x events x slots]. */
  ids: number;
  slots: number;
  /** First weight, f32; null = all 1. */
  weights: number | null;
}

export interface LookupShape {
  rows: number;
  /** Events per row; 1 where a row's own fields are looked up. */
  events: number;
  /** D */
  width: number;
  fields: readonly FieldSlots[];
}

/** A lookup as the kernels read it; the same for every step. */
export interface Lookup extends LookupShape {
  /** [arena rows, D] */
  table: Storage;
  /** Ids and weights of the step. */
  words: Storage;
  /** `lookupInfo` of the shape. */
  info: Storage;
}

const NO_WEIGHTS = 0xffff_ffff;
const HEADER = 4;

/**
 * Sizes lie in a buffer, not in the kernels' text: lookups share pipelines. [rows, events, fields, lanes across], then
 * three words per field.
 */
export const lookupInfo = ({ rows, events, width, fields }: LookupShape): Uint32Array =>
  Uint32Array.from([
    rows,
    events,
    fields.length,
    width / lanesOf(width),
    ...fields.flatMap(({ ids, slots, weights }) => [ids, slots, weights ?? NO_WEIGHTS]),
  ]);

const numbersOf = ({ rows, events, width, fields }: LookupShape): number => rows * events * fields.length * width;

/** Fills `out`, [rows, (events,) F, D]. */
export function lookUp(lookup: Lookup, out: Tensor): void {
  const { table, words, info, width } = lookup;
  if (!onGpu()) {
    hostArray(out).set(lookupReference(table.host, hostWords(words), lookup));
    return;
  }
  runKernel(
    'lookup',
    lookupSource(width),
    [table.binding, words.binding, info.binding, out],
    gridFor(numbersOf(lookup) / lanesOf(width)),
  );
}

/**
 * sum_t shares[r, t] x values[r, t, f], as [rows, F x D], written into `leaf`, through which the gradient of the rows
 * leaves the tape; the gradient of the shares reads the table again.
 * @param shares [rows, events]; @param leaf [rows, F x D]
 */
export function pooledLookup(lookup: Lookup, shares: Tensor2D, leaf: Tensor2D): Tensor2D {
  const { table, words, info, width, rows, events } = lookup;
  return differentiable<Tensor2D>(
    { shares, leaf },
    () => {
      if (onGpu()) {
        runKernel(
          'pooled lookup',
          pooledSource(width),
          [table.binding, words.binding, info.binding, leaf, shares],
          gridFor(numbersOf(lookup) / events / lanesOf(width)),
        );
      } else {
        hostArray(leaf).set(pooledReference(table.host, hostWords(words), lookup, hostArray(shares)));
      }
      return tf.reshape(leaf, leaf.shape);
    },
    (dy) => ({
      leaf: () => dy,
      shares: () => {
        if (!onGpu())
          return tf.tensor2d(shareGradientReference(table.host, hostWords(words), lookup, hostArray(dy)), [
            rows,
            events,
          ]);
        const dShares = emptyTensor([rows, events]);
        runKernel(
          'shares gradient',
          shareGradientSource(width),
          [table.binding, words.binding, info.binding, dShares, dy],
          gridFor(rows * events),
        );
        return dShares;
      },
    }),
  );
}

/** @param threads how many there are, in WGSL */
const source = (width: number, result: string, extra: string, threads: string, body: string): string => `
@group(0) @binding(0) var<storage, read> table: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read> words: array<u32>;
@group(0) @binding(2) var<storage, read> info: array<u32>;
@group(0) @binding(3) var<storage, read_write> result: array<${result}>;
${extra}
/** Where the slots of a field lie: first id, slots, first weight. */
fn field(f: u32) -> vec3<u32> { return vec3<u32>(info[${HEADER}u + 3u * f], info[${HEADER + 1}u + 3u * f], info[${HEADER + 2}u + 3u * f]); }
fn weightOf(slots: vec3<u32>, slot: u32) -> f32 {
  if (slots.z == ${NO_WEIGHTS}u) { return 1.0; }
  return bitcast<f32>(words[slots.z + slot]);
}
/** The embedding of a field at row or event number \`at\`, in one column. */
fn embedded(slots: vec3<u32>, at: u32, across: u32, column: u32) -> ${typeOf(width)} {
  var sum = ${typeOf(width)}();
  for (var slot = at * slots.y; slot < (at + 1u) * slots.y; slot++) {
    let weight = weightOf(slots, slot);
    if (weight != 0.0) { sum += weight * table[words[slots.x + slot] * across + column]; }
  }
  return sum;
}
${mainSource(`
  let events = info[1];
  let fields = info[2];
  let across = info[3];
  if (index >= ${threads}) { return; }
${body}`)}`;

const lookupSource = (width: number): string =>
  source(
    width,
    typeOf(width),
    '',
    'info[0] * events * fields * across',
    `
  result[index] = embedded(field((index / across) % fields), index / (fields * across), across, index % across);`,
  );

const pooledSource = (width: number): string =>
  source(
    width,
    typeOf(width),
    '@group(0) @binding(4) var<storage, read> shares: array<f32>;',
    'info[0] * fields * across',
    `
  let row = index / (fields * across);
  let slots = field((index / across) % fields);
  let column = index % across;
  var sum = ${typeOf(width)}();
  for (var at = row * events; at < (row + 1u) * events; at++) {
    let share = shares[at];
    // Not "!=", which takes a share that is no number for 0.
    if (share == 0.0) { continue; }
    sum += share * embedded(slots, at, across, column);
  }
  result[index] = sum;`,
  );

const shareGradientSource = (width: number): string =>
  source(
    width,
    'f32',
    `@group(0) @binding(4) var<storage, read> dy: array<${typeOf(width)}>;`,
    'info[0] * events',
    `
  let first = (index / events) * fields * across;
  var sum = 0.0;
  for (var f = 0u; f < fields; f++) {
    let slots = field(f);
    for (var slot = index * slots.y; slot < (index + 1u) * slots.y; slot++) {
      let weight = weightOf(slots, slot);
      if (weight == 0.0) { continue; }
      let row = words[slots.x + slot] * across;
      var inner = 0.0;
      for (var column = 0u; column < across; column++) { inner += ${innerOf(width, 'table[row + column]', 'dy[first + f * across + column]')}; }
      sum += weight * inner;
    }
  }
  result[index] = sum;`,
  );
