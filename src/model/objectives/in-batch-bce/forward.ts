import { softplus } from '../../../engine/kernels/softplus/softplus';
import * as tf from '../../../engine/tf';
import type { Forward } from '../../blocks/block';
import { parted, rowScores, weightOfRows } from '../row-scores';
import type block from './block';

const forward: Forward<typeof block> = ({ pairing }, weights, params, ctx) => {
  const bias = params.learnBias ? weights['bias']! : params.bias;
  if (params.learnBias) ctx.probe('bias', weights['bias']!);
  const { scores, there } = rowScores(pairing.user, pairing.item, params, ctx);
  const [own, negative] = parted({ scores: tf.add(tf.mul(scores, pairing.scale), bias), there });
  // -log sigmoid(x) = softplus(-x), -log(1 - sigmoid(x)) = softplus(x).
  const losses = tf.add(softplus(tf.neg(own)), tf.sum(tf.mul(there, softplus(negative)), 1, true)); // [B, 1]
  const weight = tf.expandDims(weightOfRows(ctx.pairs, params), 1);
  const count = tf.add(1, tf.sum(there, 1, true));
  const total = tf.maximum(tf.sum(tf.mul(weight, count)), 1e-30);
  return { loss: { values: tf.div(tf.sum(tf.mul(weight, losses)), total) } };
};

export default forward;
