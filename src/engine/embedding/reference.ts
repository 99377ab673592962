/** Plain loops of the embedding kernels: what the WGSL is compared with, and the path on a machine without WebGPU. */
import { hostArray } from '../run-kernel';
import type { Storage } from '../storage';
import type { LookupShape } from './lookup';

/** The words of a step on the CPU path: u32, and the same memory as f32. */
export interface Words { u32: Uint32Array; f32: Float32Array }

export function hostWords(words: Storage): Words {
  const { buffer, byteOffset, length } = hostArray(words.tensor);
  return { u32: new Uint32Array(buffer, byteOffset, length), f32: new Float32Array(buffer, byteOffset, length) };
}

/** [rows x events, F x D] */
export function lookupReference(table: Float32Array, { u32, f32 }: Words, { rows, events, width, fields }: LookupShape): Float32Array {
  const out = new Float32Array(rows * events * fields.length * width);
  fields.forEach(({ ids, slots, weights }, f) => {
    for (let at = 0; at < rows * events; at++) {
      const to = (at * fields.length + f) * width;
      for (let slot = at * slots; slot < (at + 1) * slots; slot++) {
        const weight = weights === null ? 1 : f32[weights + slot]!;
        const from = u32[ids + slot]! * width;
        if (weight !== 0) for (let d = 0; d < width; d++) out[to + d] = out[to + d]! + weight * table[from + d]!;
      }
    }
  });
  return out;
}

/** @param shares [rows x events]; returns [rows, F x D] */
export function pooledReference(table: Float32Array, words: Words, shape: LookupShape, shares: Float32Array): Float32Array {
  const { rows, events, width, fields } = shape;
  const values = lookupReference(table, words, shape);
  const across = fields.length * width;
  const out = new Float32Array(rows * across);
  for (let at = 0; at < rows * events; at++) {
    const to = Math.floor(at / events) * across;
    if (shares[at] !== 0) for (let i = 0; i < across; i++) out[to + i] = out[to + i]! + shares[at]! * values[at * across + i]!;
  }
  return out;
}

/** @param dy [rows, F x D]; returns [rows x events] */
export function shareGradientReference(table: Float32Array, words: Words, shape: LookupShape, dy: Float32Array): Float32Array {
  const { rows, events, width, fields } = shape;
  const values = lookupReference(table, words, shape);
  const across = fields.length * width;
  return Float32Array.from({ length: rows * events }, (_, at) => {
    const from = Math.floor(at / events) * across;
    let sum = 0;
    for (let i = 0; i < across; i++) sum += values[at * across + i]! * dy[from + i]!;
    return sum;
  });
}

/** Which rows of an arena a batch touched, and where the gradient of each comes from: a CSR over the distinct rows. */
export interface TouchedRows {
  /** Distinct table rows. */
  unique: Uint32Array;
  /** [unique + 1] range of each row in `source` and `scale`. */
  start: Uint32Array;
  /** Row of the concatenated leaf gradients. */
  source: Uint32Array;
  /** Factor of that gradient: the slot's weight. */
  scale: Float32Array;
}

/** The summed gradient of every touched row, [unique x width]. @param gradient of all looked-up rows, [rows x width] */
export function rowGradients(touched: TouchedRows, gradient: Float32Array, width: number): Float32Array {
  const out = new Float32Array(touched.unique.length * width);
  for (let u = 0; u < touched.unique.length; u++) {
    for (let k = touched.start[u] ?? 0; k < (touched.start[u + 1] ?? 0); k++) {
      const from = (touched.source[k] ?? 0) * width;
      for (let d = 0; d < width; d++) out[u * width + d] = (out[u * width + d] ?? 0) + (touched.scale[k] ?? 0) * (gradient[from + d] ?? 0);
    }
  }
  return out;
}

/** The ids one field read, `slots` at a time; the gradient of the n-th of these groups is row `firstRow + n x stride` of the leaves. */
export interface LookupPart { ids: Uint32Array; weights: Float32Array | null; slots: number; firstRow: number; stride: number }

/**
 * Groups slots by table row and drops those of weight 0, in time proportional to the slots, whatever the size of the table. Rows stand in the order they
 * first occur in, the slots of a row in theirs: sums run in a fixed order.
 * @param counts [V] scratch, all zero before and after
 * @param words where they are packed without gaps: unique, start, source, scale; long enough for the most there can be
 */
export function touchedRows(parts: readonly LookupPart[], counts: Uint32Array, words = new Uint32Array(wordsFor(counts.length, slotsOf(parts)))): TouchedRows {
  let distinct = 0;
  let total = 0;
  for (const { ids, weights } of parts) {
    for (let s = 0; s < ids.length; s++) {
      if (weights !== null && weights[s] === 0) continue;
      const id = ids[s]!;
      const count = counts[id]!;
      if (count === 0) words[distinct++] = id;
      counts[id] = count + 1;
      total++;
    }
  }
  const unique = words.subarray(0, distinct);
  const start = words.subarray(distinct, 2 * distinct + 1);
  const source = words.subarray(2 * distinct + 1, 2 * distinct + 1 + total);
  const scale = new Float32Array(words.buffer, words.byteOffset + (2 * distinct + 1 + total) * 4, total);
  let offset = 0;
  for (let u = 0; u < distinct; u++) {
    const id = unique[u]!;
    const count = counts[id]!;
    start[u] = offset;
    counts[id] = offset;
    offset += count;
  }
  start[distinct] = offset;
  for (const { ids, weights, slots, firstRow, stride } of parts) {
    // A count of our own: a division for each slot would cost more than the rest.
    let row = firstRow;
    let left = slots;
    for (let s = 0; s < ids.length; s++) {
      const weight = weights === null ? 1 : weights[s]!;
      if (weight !== 0) {
        const id = ids[s]!;
        const place = counts[id]!;
        counts[id] = place + 1;
        source[place] = row;
        scale[place] = weight;
      }
      if (--left === 0) {
        left = slots;
        row += stride;
      }
    }
  }
  for (let u = 0; u < distinct; u++) counts[unique[u]!] = 0;
  return { unique, start, source, scale };
}

const slotsOf = (parts: readonly LookupPart[]): number => parts.reduce((sum, { ids }) => sum + ids.length, 0);

/** Words that hold the touched rows whatever the ids of that many slots are. @param rows of the arena */
export const wordsFor = (rows: number, slots: number): number => 2 * Math.min(rows, slots) + 1 + 2 * slots;
