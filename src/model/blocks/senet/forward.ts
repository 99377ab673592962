import * as tf from '@tensorflow/tfjs';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { concatColumns } from '../../../engine/kernels/concat/concat';
import { linear } from '../../../engine/kernels/linear/linear';
import { multiplyAdd } from '../../../engine/kernels/multiply-add/multiply-add';
import { rowSoftmax } from '../../../engine/kernels/row-softmax/row-softmax';
import type { Forward } from '../../block';
import type block from './block';

/** By the name of the `gate` parameter. */
const GATES = {
  // 2 sigmoid(x) = 1 + tanh(x / 2), and tanh(0) is exactly 0 on every adapter, where exp(0) need not be exactly 1: the block starts as the identity.
  '2sigmoid': (logits: Tensor2D): Tensor2D => tf.add(tf.tanh(tf.mul(logits, 0.5)), 1),
  sigmoid: (logits: Tensor2D): Tensor2D => tf.sigmoid(logits),
  relu: (logits: Tensor2D): Tensor2D => tf.relu(logits),
  softmax: rowSoftmax,
};

const forward: Forward<typeof block> = ({ fields }, weights, params, ctx) => {
  const [rows, count, width] = fields.values.shape;
  const flat: Tensor2D = tf.reshape(fields.values, [rows * count, width]);
  const summaries = [meanOf(flat), ...(params.squeeze === 'mean+max' ? [tf.max(flat, 1)] : [])].map((summary): Tensor2D => tf.reshape(summary, [rows, count]));
  const hidden = linear(concatColumns(summaries), weights['layer1/kernel'] as Tensor2D, weights['layer1/bias'] as Tensor1D);
  const gate = GATES[params.gate](linear(hidden, weights['layer2/kernel'] as Tensor2D, weights['layer2/bias'] as Tensor1D, 'relu'));
  ctx.probe('gate', gate);
  const gated = multiplyAdd(flat, tf.reshape(gate, [rows * count, 1]), params.skip ? flat : null);
  return { fields: { values: tf.reshape(gated, [rows, count, width]) as Tensor3D }, gate: { values: gate } };
};

export default forward;

/** [N, 1]. A product: its gradient is one dispatch, where that of a mean writes ones, multiplies and divides. */
const meanOf = (x: Tensor2D): Tensor2D => tf.matMul(x, tf.tensor2d(new Float32Array(x.shape[1]).fill(1 / x.shape[1]), [x.shape[1], 1]));
