import { concatColumns } from '../../../engine/kernels/concat/concat';
import { linear } from '../../../engine/kernels/linear/linear';
import { rowSoftmax } from '../../../engine/kernels/row-softmax/row-softmax';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D } from '../../../engine/tf';
import type { Context, Weights } from '../block';
import type { Excitation } from './excitation';

/** By the name of the `gate` parameter. */
const GATES = {
  // 2 sigmoid(x) = 1 + tanh(x / 2), and tanh(0) is exactly 0 on every adapter, where exp(0) need not be exactly 1: the
  // block starts as the identity.
  '2sigmoid': (logits: Tensor2D): Tensor2D => tf.add(tf.tanh(tf.mul(logits, 0.5)), 1),
  sigmoid: (logits: Tensor2D): Tensor2D => tf.sigmoid(logits),
  relu: (logits: Tensor2D): Tensor2D => tf.relu(logits),
  softmax: rowSoftmax,
};

/**
 * The gate of every field, [R, F].
 * @param seen means, and maxima where they are asked for, each [R, F]; or all numbers of all fields, [R, F D]
 */
export function excite(
  seen: readonly Tensor2D[],
  weights: Weights,
  { squeeze, gate }: Pick<Excitation, 'squeeze' | 'gate'>,
  ctx: Context,
): Tensor2D {
  const last = (x: Tensor2D, activation?: 'relu'): Tensor2D =>
    linear(x, weights['layer2/kernel'] as Tensor2D, weights['layer2/bias'] as Tensor1D, activation);
  const input = concatColumns(seen);
  const logits = squeeze === 'all' ? last(input) : last(hiddenUnits(input, weights, ctx), 'relu');
  if (gate === 'relu') ctx.rectified(logits);
  return GATES[gate](logits);
}

function hiddenUnits(input: Tensor2D, weights: Weights, ctx: Context): Tensor2D {
  const hidden = linear(input, weights['layer1/kernel'] as Tensor2D, weights['layer1/bias'] as Tensor1D);
  ctx.rectified(hidden);
  return hidden;
}
