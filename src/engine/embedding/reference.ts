/** Plain loops of the embedding kernels: what the WGSL is compared with, and the path on a machine without WebGPU. */
import { hostArray } from '../run-kernel';
import type { Storage } from '../storage';
import type { LookupShape } from './lookup';
import type { TouchedRows } from './touched-rows';

/** The words of a step on the CPU path: u32, and the same memory as f32. */
export interface Words {
  u32: Uint32Array;
  f32: Float32Array;
}

export function hostWords(words: Storage): Words {
  const { buffer, byteOffset, length } = hostArray(words.tensor);
  return { u32: new Uint32Array(buffer, byteOffset, length), f32: new Float32Array(buffer, byteOffset, length) };
}

/** [rows x events, F x D] */
export function lookupReference(
  table: Float32Array,
  { u32, f32 }: Words,
  { rows, events, width, fields }: LookupShape,
): Float32Array {
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
export function pooledReference(
  table: Float32Array,
  words: Words,
  shape: LookupShape,
  shares: Float32Array,
): Float32Array {
  const { rows, events, width, fields } = shape;
  const values = lookupReference(table, words, shape);
  const across = fields.length * width;
  const out = new Float32Array(rows * across);
  for (let at = 0; at < rows * events; at++) {
    const to = Math.floor(at / events) * across;
    if (shares[at] !== 0)
      for (let i = 0; i < across; i++) out[to + i] = out[to + i]! + shares[at]! * values[at * across + i]!;
  }
  return out;
}

/** @param dy [rows, F x D]; returns [rows x events] */
export function shareGradientReference(
  table: Float32Array,
  words: Words,
  shape: LookupShape,
  dy: Float32Array,
): Float32Array {
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

/** The summed gradient of every touched row, [unique x width]. @param gradient of all looked-up rows, [rows x width] */
export function rowGradients(touched: TouchedRows, gradient: Float32Array, width: number): Float32Array {
  const out = new Float32Array(touched.unique.length * width);
  for (let u = 0; u < touched.unique.length; u++) {
    for (let k = touched.start[u] ?? 0; k < (touched.start[u + 1] ?? 0); k++) {
      const from = (touched.source[k] ?? 0) * width;
      for (let d = 0; d < width; d++)
        out[u * width + d] = (out[u * width + d] ?? 0) + (touched.scale[k] ?? 1) * (gradient[from + d] ?? 0);
    }
  }
  return out;
}
