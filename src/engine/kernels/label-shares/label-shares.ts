/** The labels of rows, given as a few numbered slots each, as a share of every class. */
import { emptyTensor, gridFor, hostArray, mainOver, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor2D } from '../../tf';
import { opaqueBy } from '../../wgsl';

/**
 * [R, C]: the sum of the shares of the slots that hold class c as the number first + c; slots of any other number have
 * no part in it. One dispatch. Not differentiated.
 * @param slots [R, L] whole numbers; @param shares [R, L]
 */
export function labelShares(slots: Tensor2D, shares: Tensor2D, first: number, classes: number): Tensor2D {
  const [rows, length] = slots.shape;
  if (shares.shape[0] !== rows || shares.shape[1] !== length)
    throw new Error(`labelShares: slots are [${slots.shape}] and shares [${shares.shape}]; equal shapes are needed`);
  if (onGpu()) {
    const result = emptyTensor<Tensor2D>([rows, classes]);
    runKernel('label shares', source(rows, length, first, classes), [slots, shares, result], gridFor(rows * classes));
    return result;
  }
  const [numbers, parts] = [hostArray(slots), hostArray(shares)];
  const result = new Float32Array(rows * classes);
  for (let at = 0; at < rows * length; at++) {
    const label = numbers[at]! - first;
    if (label >= 0 && label < classes) result[Math.floor(at / length) * classes + label]! += parts[at]!;
  }
  return tf.tensor2d(result, [rows, classes]);
}

const source = (rows: number, length: number, first: number, classes: number): string => `
@group(0) @binding(0) var<storage, read> slots: array<f32>;
@group(0) @binding(1) var<storage, read> shares: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
${opaqueBy('slots')}
${mainOver(
  rows * classes,
  `
  let row = index / ${classes}u;
  let number = f32(index % ${classes}u + ${first}u);
  var sum = 0.0;
  for (var at = row * ${length}u; at < row * ${length}u + opaque(${length}u); at++) {
    if (slots[at] == number) { sum += shares[at]; }
  }
  result[index] = sum;`,
)}`;
