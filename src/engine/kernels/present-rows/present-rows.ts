/**
 * Which rows of a step hold something: the events of short histories and the tokens of short texts are few among their
 * places, and a layer that knows them computes nothing for the others.
 */
import { emptyTensor, hostArray, onGpu, onPlainTfjs, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor, Tensor1D } from '../../tf';

/** Threads that each count a part of the rows; at most as many as a workgroup may have. */
const THREADS = 256;

/**
 * int32 [1 + N]: how many entries of the mask are not 0, then the places of those, in order, and after them of the
 * others. Null on another backend than ours: there everything is computed.
 * @param mask of N entries, of any shape
 */
export function presentRows(mask: Tensor): Tensor1D | null {
  if (onPlainTfjs()) return null;
  if (!onGpu()) return tf.tensor1d(reference(hostArray(mask)), 'int32');
  const rows = emptyTensor<Tensor1D>([1 + mask.size], 'int32');
  runKernel('present rows', source(mask.size), [mask, rows], [1, 1, 1]);
  return rows;
}

function reference(mask: ArrayLike<number>): Int32Array {
  const rows = new Int32Array(1 + mask.length);
  let next = 1;
  for (const isAsked of [true, false]) {
    for (let row = 0; row < mask.length; row++) if ((mask[row] !== 0) === isAsked) rows[next++] = row;
    if (isAsked) rows[0] = next - 1;
  }
  return rows;
}

const source = (size: number): string => `
@group(0) @binding(0) var<storage, read> mask: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<u32>;
const PART = ${Math.ceil(size / THREADS)}u;
var<workgroup> counts: array<u32, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) lane: u32) {
  let first = min(lane * PART, ${size}u);
  let end = min(first + PART, ${size}u);
  var own = 0u;
  for (var row = first; row < end; row++) { own += select(0u, 1u, mask[row] != 0.0); }
  counts[lane] = own;
  workgroupBarrier();
  var before = 0u;
  var total = 0u;
  for (var i = 0u; i < ${THREADS}u; i++) {
    if (i < lane) { before += counts[i]; }
    total += counts[i];
  }
  if (lane == 0u) { result[0] = total; }
  var there = before;
  var absent = total + first - before;
  for (var row = first; row < end; row++) {
    if (mask[row] != 0.0) { result[1u + there] = row; there++; } else { result[1u + absent] = row; absent++; }
  }
}`;
