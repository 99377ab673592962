import { concatColumns } from '../../../engine/kernels/concat/concat';
import { linear } from '../../../engine/kernels/linear/linear';
import { rowSoftmax } from '../../../engine/kernels/row-softmax/row-softmax';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D } from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = ({ channels }, weights, _, ctx) => {
  const all = concatColumns(channels.map(({ values }) => values));
  const share = ctx.held.factor(rowSoftmax(linear(all, weights.kernel as Tensor2D, weights.bias as Tensor1D)));
  ctx.probe('share', share);
  const [rows, count] = share.shape;
  const width = all.shape[1] / count;
  // Row by row [1, N] x [N, D]: an elementwise product would store all channels once more.
  const fused = tf.matMul(tf.reshape(share, [rows, 1, count]), tf.reshape(all, [rows, count, width]));
  return { vector: { values: tf.reshape(fused, [rows, width]) as Tensor2D }, share: { values: share } };
};

export default forward;
