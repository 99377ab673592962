import * as tf from '../../../engine/tf';
import type { Tensor2D } from '../../../engine/tf';
import type { Forward } from '../../blocks/block';
import { candidateRows } from '../candidate-rows';
import { weightedMean } from '../row-scores';
import type block from './block';

/** Taken off the score of what is no candidate; exp of it is exactly 0 beside any other. */
const NOT_THERE = 1e9;

const forward: Forward<typeof block> = ({ logits }, _, params, { pairs, detach }) => {
  const { labels, there, weight } = candidateRows(pairs, params);
  const scores = tf.sub(tf.reshape(logits.values, labels.shape), tf.mul(tf.sub(1, there), NOT_THERE)) as Tensor2D;
  // The largest is taken off as a constant: the loss does not depend on it.
  const shifted = tf.sub(scores, detach(tf.max(scores, 1, true)));
  const total = tf.log(tf.sum(tf.exp(shifted), 1, true));
  const own = tf.sum(tf.mul(labels, shifted), 1, true);
  return { loss: { values: weightedMean(tf.sub(total, own), weight) } };
};

export default forward;
