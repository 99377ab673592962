/**
 * Tensors as JSON for the composed program: base64 of little-endian f32 or u32, as typed arrays have it on every
 * machine with WebGPU.
 */

import type { PastWindow } from '../../data/sessions';
import type { Plain, PlainArray } from '../run/abilities/ability';

export interface Packed {
  shape: number[];
  dtype: 'f32' | 'u32';
  data: string;
}

export function pack(values: Float32Array | Uint32Array, shape: readonly number[]): Packed {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let text = '';
  // fromCharCode takes its bytes as arguments: in chunks that no engine's stack refuses.
  for (let from = 0; from < bytes.length; from += 0x8000)
    text += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  return { shape: [...shape], dtype: values instanceof Float32Array ? 'f32' : 'u32', data: btoa(text) };
}

/** The tree with its arrays packed. */
export type PackedTree = null | Packed | { [name: string]: PackedTree };
export const packAll = (plain: Plain): PackedTree =>
  plain === null
    ? null
    : isArray(plain)
      ? pack(plain.values, plain.shape)
      : Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, packAll(value)]));
const isArray = (plain: NonNullable<Plain>): plain is PlainArray => ArrayBuffer.isView(plain['values']);

export function unpack({ data }: Packed): Float32Array {
  return new Float32Array(Uint8Array.from(atob(data), (c) => c.charCodeAt(0)).buffer);
}

/** The slots of each row: ids u32 and weights f32, both [R, slots] or, in a history, [R, T, slots]. */
export interface PackedSlots {
  ids: Packed;
  weights: Packed;
}

/** What a composed program reads. Right-aligned histories may be longer than a node asks for: it takes the newest. */
export interface ProgramInput {
  /** By path. */
  weights: Record<string, Packed>;
  /** What earlier steps left, by path of the node. */
  memories: Record<string, Packed>;
  batch: {
    seed: number;
    step: number;
    /** By field name, rows of the field's side. */
    fields: Record<string, PackedSlots>;
    /** Of the user rows, with item fields; null where the batch has none. */
    history: PackedPast | null;
    /** The same of each window of the past that a node of the graph reads. */
    windows: { window: PastWindow; past: PackedPast | null }[];
    /** Of the item rows, with user fields. */
    pastUsers: PackedPast | null;
    /** What abilities have their twins read, by name. */
    [ability: string]: unknown;
  };
}

/** mask and ageDays [R, T]; fields of what was met by name. */
export interface PackedPast {
  mask: Packed;
  ageDays: Packed;
  fields: Record<string, PackedSlots>;
}

export interface ProgramOutput {
  loss: number;
  /** Node -> output -> name of the value ('values', 'mask', …) -> tensor. */
  outputs: Record<string, Record<string, Record<string, Packed>>>;
  /** By path; zeros where a weight has no influence. */
  gradients: Record<string, Packed>;
  gradcheck?: true;
}
