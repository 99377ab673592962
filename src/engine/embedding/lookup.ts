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
  runKernel(source(rows, slots, width, weights !== null), bindings, gridFor(rows * width));
  return out;
}

const source = (rows: number, slots: number, width: number, weighted: boolean): string => `
@group(0) @binding(0) var<storage, read> table: array<f32>;
@group(0) @binding(1) var<storage, read> ids: array<u32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
${weighted ? '@group(0) @binding(3) var<storage, read> weights: array<f32>;' : ''}
${mainOver(rows * width, `
  let row = index / ${width}u;
  let column = index % ${width}u;
  var sum = 0.0;
  for (var j = 0u; j < ${slots}u; j++) {
    let slot = row * ${slots}u + j;
    sum += ${weighted ? 'weights[slot] * ' : ''}table[ids[slot] * ${width}u + column];
  }
  result[index] = sum;`)}`;
