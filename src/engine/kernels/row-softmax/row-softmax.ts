/** Softmax over the few columns of each row: one dispatch, and one for its gradient, which tfjs composes of four. */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainOver, onGpu, onPlainTfjs, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor2D } from '../../tf';
import { rowSoftmaxOnCpu } from './on-cpu';

/**
 * exp(x_rc) / sum_c exp(x_rc). One thread goes through a row: meant for tens of columns.
 * @param logits [R, C]; returns [R, C]
 * @param mask [M, C], a row of it for R / M rows, not differentiated: columns of 0 have no share, and a row of none but
 * these is zero
 */
export function rowSoftmax(logits: Tensor2D, mask: Tensor2D | null = null): Tensor2D {
  const [rows, columns] = logits.shape;
  const each = mask ? rows / mask.shape[0] : 1;
  if (onPlainTfjs()) return composed(logits, mask);
  if (!onGpu()) return rowSoftmaxOnCpu(logits, mask);
  return differentiable<Tensor2D>(
    { logits },
    (save) => {
      const shares = emptyTensor<Tensor2D>(logits.shape);
      if (mask)
        runKernel('masked row softmax', maskedSource(rows, columns, each), [logits, shares, mask], gridFor(rows));
      else runKernel('row softmax', sharesSource(rows, columns), [logits, shares], gridFor(rows));
      save(shares);
      return shares;
    },
    (dy, [shares]) => ({
      logits: () => {
        const slopes = emptyTensor(logits.shape);
        runKernel('row softmax gradient', gradientSource(rows, columns), [shares!, dy, slopes], gridFor(rows));
        return slopes;
      },
    }),
  );
}

/** Added to the logit of a masked column; exp of it is exactly 0 beside any other. */
const MASKED = -1e9;

/** In operations of tfjs. */
export function composed(logits: Tensor2D, mask: Tensor2D | null): Tensor2D {
  if (!mask) return tf.softmax(logits);
  const [masks, columns] = mask.shape;
  const each = logits.shape[0] / masks;
  const there = tf.expandDims(mask, 1); // [M, 1, C]
  const shares = tf.softmax(tf.add(tf.reshape(logits, [masks, each, columns]), tf.mul(tf.sub(1, there), MASKED)));
  // Where every column is masked the softmax is over masked logits: the product makes it zero.
  return tf.reshape(tf.mul(shares, there), logits.shape);
}

const maskedSource = (rows: number, columns: number, each: number): string => `
@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read_write> shares: array<f32>;
@group(0) @binding(2) var<storage, read> mask: array<f32>;
${mainOver(
  rows,
  `
  let first = index * ${columns}u;
  let place = index / ${each}u * ${columns}u;
  var largest = f32(${-3e38});
  for (var c = 0u; c < ${columns}u; c++) { if (mask[place + c] > 0.0) { largest = max(largest, logits[first + c]); } }
  var sum = 0.0;
  for (var c = 0u; c < ${columns}u; c++) {
    var share = 0.0;
    if (mask[place + c] > 0.0) { share = exp(logits[first + c] - largest); }
    shares[first + c] = share;
    sum += share;
  }
  // Not: where the sum is above zero. Of what is no number it is not.
  if (sum == 0.0) { return; }
  for (var c = 0u; c < ${columns}u; c++) { shares[first + c] /= sum; }`,
)}`;

/** WGSL: one thread goes through a row. */
export const sharesSource = (rows: number, columns: number): string => `
@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read_write> shares: array<f32>;
${mainOver(
  rows,
  `
  let first = index * ${columns}u;
  var largest = logits[first];
  for (var c = 1u; c < ${columns}u; c++) { largest = max(largest, logits[first + c]); }
  var sum = 0.0;
  for (var c = 0u; c < ${columns}u; c++) { sum += exp(logits[first + c] - largest); }
  for (var c = 0u; c < ${columns}u; c++) { shares[first + c] = exp(logits[first + c] - largest) / sum; }`,
)}`;

const gradientSource = (rows: number, columns: number): string => `
@group(0) @binding(0) var<storage, read> shares: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> slopes: array<f32>;
${mainOver(
  rows,
  `
  let first = index * ${columns}u;
  var mean = 0.0;
  for (var c = 0u; c < ${columns}u; c++) { mean += shares[first + c] * dy[first + c]; }
  for (var c = 0u; c < ${columns}u; c++) { slopes[first + c] = shares[first + c] * (dy[first + c] - mean); }`,
)}`;
