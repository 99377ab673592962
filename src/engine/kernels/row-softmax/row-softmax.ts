/** Softmax over the few columns of each row: one dispatch, and one for its gradient, which tfjs composes of four. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor2D } from '@tensorflow/tfjs';
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainOver, onGpu, runKernel } from '../../run-kernel';

/** exp(x_rc) / sum_c exp(x_rc). One thread goes through a row: meant for tens of columns. @param logits [R, C]; returns [R, C] */
export function rowSoftmax(logits: Tensor2D): Tensor2D {
  if (!onGpu()) return tf.softmax(logits);
  const [rows, columns] = logits.shape;
  return differentiable<Tensor2D>({ logits }, (save) => {
    const shares = emptyTensor<Tensor2D>(logits.shape);
    runKernel('row softmax', sharesSource(rows, columns), [logits, shares], gridFor(rows));
    save(shares);
    return shares;
  }, (dy, [shares]) => ({
    logits: () => {
      const slopes = emptyTensor(logits.shape);
      runKernel('row softmax gradient', gradientSource(rows, columns), [shares!, dy, slopes], gridFor(rows));
      return slopes;
    },
  }));
}

/** WGSL: one thread goes through a row. */
export const sharesSource = (rows: number, columns: number): string => `
@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read_write> shares: array<f32>;
${mainOver(rows, `
  let first = index * ${columns}u;
  var largest = logits[first];
  for (var c = 1u; c < ${columns}u; c++) { largest = max(largest, logits[first + c]); }
  var sum = 0.0;
  for (var c = 0u; c < ${columns}u; c++) { sum += exp(logits[first + c] - largest); }
  for (var c = 0u; c < ${columns}u; c++) { shares[first + c] = exp(logits[first + c] - largest) / sum; }`)}`;

const gradientSource = (rows: number, columns: number): string => `
@group(0) @binding(0) var<storage, read> shares: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> slopes: array<f32>;
${mainOver(rows, `
  let first = index * ${columns}u;
  var mean = 0.0;
  for (var c = 0u; c < ${columns}u; c++) { mean += shares[first + c] * dy[first + c]; }
  for (var c = 0u; c < ${columns}u; c++) { slopes[first + c] = shares[first + c] * (dy[first + c] - mean); }`)}`;
