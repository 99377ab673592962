import * as tf from '@tensorflow/tfjs';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { linear } from '../../../engine/kernels/linear/linear';
import { rowSoftmax } from '../../../engine/kernels/row-softmax/row-softmax';
import type { Forward } from '../../block';
import type block from './block';

const forward: Forward<typeof block> = ({ sequence: { type: { names, length, width }, values, mask }, query }, weights, { apart }, ctx) => {
  const rows = mask.shape[0];
  const across = names.length * width;
  const [groups, own] = apart ? [names.length, width] : [1, across];
  const asked = linear(query.values, weights.kernel as Tensor2D, weights.bias as Tensor1D);
  // [R x groups, T, own]: events of a row, one field or all side by side.
  const events: Tensor3D = tf.reshape(groups > 1 ? tf.transpose(values, [0, 2, 1, 3]) : values, [rows * groups, length, own]);
  // Products of [1, own] with [own, T] and of [1, T] with [T, own]: elementwise ones would store all events once more.
  const logits = tf.matMul(tf.reshape(asked, [rows * groups, 1, own]), events, false, true);
  const shares = rowSoftmax(tf.reshape(logits, [rows * groups, length]), mask);
  ctx.probe('share', () => tf.reshape(shares, [rows, groups * length]));
  const attended = tf.matMul(tf.reshape(shares, [rows * groups, 1, length]), events);
  return { vector: { values: tf.reshape(attended, [rows, across]) as Tensor2D } };
};

export default forward;
