import { softplus } from '../../../engine/kernels/softplus/softplus';
import * as tf from '../../../engine/tf';
import type { Tensor2D } from '../../../engine/tf';
import type { Forward } from '../../blocks/block';
import { candidateRows } from '../candidate-rows';
import { weightedMean } from '../row-scores';
import type block from './block';

const forward: Forward<typeof block> = ({ logits }, _, params, { pairs }) => {
  const { labels, there, weight } = candidateRows(pairs, params);
  const scores = tf.reshape(logits.values, labels.shape) as Tensor2D;
  const losses = tf.sub(softplus(scores), tf.mul(labels, scores));
  return { loss: { values: weightedMean(losses, tf.mul(there, weight)) } };
};

export default forward;
