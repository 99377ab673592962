import { groupScores, groupSums } from '../../../engine/kernels/group-attention/group-attention';
import { linear } from '../../../engine/kernels/linear/linear';
import { rowSoftmax } from '../../../engine/kernels/row-softmax/row-softmax';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = (
  {
    sequence: {
      type: { names, length, width },
      values,
      mask,
    },
    query,
  },
  weights,
  { apart },
  ctx,
) => {
  const rows = mask.shape[0];
  const across = names.length * width;
  const groups = apart ? names.length : 1;
  const asked = linear(query.values, weights.kernel as Tensor2D, weights.bias as Tensor1D);
  // Events of a row, one field or all of them a group.
  const events: Tensor3D = tf.reshape(values, [rows, length, across]);
  const logits = groupScores(asked, events, groups, mask);
  const shares = ctx.held.factor(rowSoftmax(tf.reshape(logits, [rows * groups, length]), mask));
  ctx.probe('share', () => tf.reshape(shares, [rows, groups * length]));
  return { vector: { values: groupSums(tf.reshape(shares, [rows, groups, length]), events) } };
};

export default forward;
