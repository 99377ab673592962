import { softplus } from '../../../engine/kernels/softplus/softplus';
import * as tf from '../../../engine/tf';
import type { Forward } from '../../blocks/block';
import { ofRows } from '../../blocks/own-rows';
import { weightedMean } from '../row-scores';
import type block from './block';

const forward: Forward<typeof block> = ({ pairing: { user, item, scale } }, _, __, { pairs }) => {
  const own = tf.sum(tf.mul(user, ofRows(item, user.shape[0])), 1, true); // [B, 1]
  const losses = softplus(tf.neg(tf.mul(own, scale)));
  return { loss: { values: weightedMean(losses, tf.expandDims(pairs.realColumn, 1)) } };
};

export default forward;
