import * as tf from '@tensorflow/tfjs';
import type { Tensor2D } from '@tensorflow/tfjs';
import type { Forward } from '../../block';
import { rowScores, total, weightOfRows, weightedMean } from '../row-scores';
import type block from './block';

const forward: Forward<typeof block> = ({ pairing }, _, params, ctx) => {
  const [user, item] = params.form === 'distance' ? nearness(pairing.user, pairing.item) : [pairing.user, pairing.item];
  const { own, negative, there } = rowScores(user, item, params, ctx);
  const gap = tf.sub(negative, own); // [B, N]
  const hinge = tf.relu(tf.add(params.form === 'distance' ? tf.mul(gap, 2) : gap, params.margin));
  const weight = tf.mul(there, tf.expandDims(weightOfRows(ctx.pairs, params), 1));
  ctx.probe('active', () => weightedMean(tf.cast(tf.greater(hinge, 0), 'float32'), weight));
  return { loss: { values: params.reduction === 'sum' ? total(tf.mul(weight, hinge)) : weightedMean(hinge, weight) } };
};

export default forward;

/** |u - v|^2 = |u|^2 - 2 (<u, v> - |v|^2 / 2), of which |u|^2 falls out of differences: vectors whose inner product is what stands in the brackets. */
function nearness(user: Tensor2D, item: Tensor2D): [Tensor2D, Tensor2D] {
  return [tf.concat2d([user, tf.ones([user.shape[0], 1])], 1), tf.concat2d([item, tf.mul(tf.sum(tf.square(item), 1, true), -0.5)], 1)];
}
