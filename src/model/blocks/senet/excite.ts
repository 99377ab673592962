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

/** The gate of every field, [R, F]. @param summaries means, and maxima where they are asked for: each [R, F] */
export function excite(
  summaries: readonly Tensor2D[],
  weights: Weights,
  { gate }: Pick<Excitation, 'gate'>,
  ctx: Context,
): Tensor2D {
  const hidden = linear(
    concatColumns(summaries),
    weights['layer1/kernel'] as Tensor2D,
    weights['layer1/bias'] as Tensor1D,
  );
  ctx.rectified(hidden);
  const logits = linear(hidden, weights['layer2/kernel'] as Tensor2D, weights['layer2/bias'] as Tensor1D, 'relu');
  if (gate === 'relu') ctx.rectified(logits);
  return GATES[gate](logits);
}
