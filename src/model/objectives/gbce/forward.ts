import { sampledNegatives } from '../../../engine/kernels/sampled-negatives/sampled-negatives';
import { softplus } from '../../../engine/kernels/softplus/softplus';
import * as tf from '../../../engine/tf';
import type { Forward } from '../../blocks/block';
import { ofRows } from '../../blocks/own-rows';
import { hitKinds, weightOfRows } from '../row-scores';
import type block from './block';

const forward: Forward<typeof block> = ({ pairing: { user, item, scale } }, _, params, { pairs }) => {
  const [rows] = user.shape;
  const sampled = item.shape[0] - rows;
  const own = tf.mul(tf.sum(tf.mul(user, ofRows(item, rows)), 1, true), scale); // [B, 1]
  const others = tf.mul(tf.matMul(user, tf.slice(item, rows), false, true), scale); // [B, N]
  const there = sampledNegatives(pairs.hits, rows, sampled, hitKinds(params));
  // -log s(x) = softplus(-x), -log(1 - s(x)) = softplus(x).
  const losses = tf.add(
    tf.mul(softplus(tf.neg(own)), betaOf(params.calibration, sampled, pairs.items)),
    tf.sum(tf.mul(there, softplus(others)), 1, true),
  );
  const weight = tf.expandDims(weightOfRows(pairs, params), 1);
  const count = tf.add(1, tf.sum(there, 1, true));
  const total = tf.maximum(tf.sum(tf.mul(weight, count)), 1e-30);
  return { loss: { values: tf.div(tf.sum(tf.mul(weight, losses)), total) } };
};

export default forward;

/** The power of the positive's probability. More draws than items are no more than all of them. */
const betaOf = (calibration: number, sampled: number, items: number): number =>
  1 - calibration * (1 - Math.min(1, sampled / Math.max(1, items - 1)));
