/**
 * Embedded rows: out[r] = sum over the slots j of r of weight[r, j] x table[id[r, j]]. Forward only: the result is a leaf of the autodiff,
 * and its gradient goes to the touched-row update (`table-update.ts`), never through a dense [V, D] gradient.
 */
import * as tf from '@tensorflow/tfjs';
import { emptyTensor, gridFor, hostArray, mainOver, onGpu, runKernel } from '../run-kernel';
import type { Storage } from '../storage';
import { lookupReference } from './reference';

export interface LookupInput {
  /** [V, D] */
  table: Storage;
  /** [rows x slots] row ids below V; u32 */
  ids: Storage;
  /** [rows x slots]; null = all 1 */
  weights: Storage | null;
  rows: number;
  slots: number;
  width: number;
}

/** [rows, width] */
export function lookup({ table, ids, weights, rows, slots, width }: LookupInput): tf.Tensor2D {
  if (!onGpu()) {
    return tf.tensor2d(lookupReference(table.host, hostArray(ids.tensor), weights?.host ?? null, rows, slots, width), [rows, width]);
  }
  const out = emptyTensor<tf.Tensor2D>([rows, width]);
  const bindings = [table.binding, ids.binding, out, ...(weights ? [weights.binding] : [])];
  runKernel('lookup', source(rows, slots, width, weights !== null), bindings, gridFor((rows * width) / lanesOf(width)));
  return out;
}

/** Numbers a thread moves at once. */
export const lanesOf = (width: number): 1 | 4 => (width % 4 === 0 ? 4 : 1);

const source = (rows: number, slots: number, width: number, weighted: boolean): string => {
  const lanes = lanesOf(width);
  const type = lanes === 4 ? 'vec4<f32>' : 'f32';
  const across = width / lanes;
  return `
@group(0) @binding(0) var<storage, read> table: array<${type}>;
@group(0) @binding(1) var<storage, read> ids: array<u32>;
@group(0) @binding(2) var<storage, read_write> result: array<${type}>;
${weighted ? '@group(0) @binding(3) var<storage, read> weights: array<f32>;' : ''}
${mainOver(rows * across, `
  let row = index / ${across}u;
  let column = index % ${across}u;
  var sum = ${type}();
  for (var slot = row * ${slots}u; slot < (row + 1u) * ${slots}u; slot++) {
    sum += ${weighted ? 'weights[slot] * ' : ''}table[ids[slot] * ${across}u + column];
  }
  result[index] = sum;`)}`;
};
