import { softplus } from '../../../engine/kernels/softplus/softplus';
import * as tf from '../../../engine/tf';
import type { Tensor2D } from '../../../engine/tf';
import type { Forward } from '../../blocks/block';
import { candidateRows } from '../candidate-rows';
import { weightedMean } from '../row-scores';
import type block from './block';

const forward: Forward<typeof block> = ({ logits }, _, params, { pairs }) => {
  const { labels, there, weight, teacher } = candidateRows(pairs, params);
  const { teacherShare, temperature } = params;
  const scores = tf.reshape(logits.values, labels.shape) as Tensor2D;
  let losses = logisticLoss(scores, labels);
  if (teacher) {
    const soft = logisticLoss(tf.div(scores, temperature), tf.sigmoid(tf.div(teacher.logits, temperature)));
    const share = tf.mul(teacher.scored, teacherShare);
    losses = tf.add(losses, tf.mul(share, tf.sub(tf.mul(soft, temperature ** 2), losses)));
  }
  return { loss: { values: weightedMean(losses, tf.mul(there, weight)) } };
};

/** log(1 + e^z) - y z of each pair, for a label or a probability y. */
const logisticLoss = (scores: Tensor2D, labels: Tensor2D): Tensor2D => tf.sub(softplus(scores), tf.mul(labels, scores));

export default forward;
