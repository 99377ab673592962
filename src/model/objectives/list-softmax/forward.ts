import * as tf from '../../../engine/tf';
import type { Tensor2D } from '../../../engine/tf';
import type { Forward } from '../../blocks/block';
import { candidateRows } from '../candidate-rows';
import { weightedMean } from '../row-scores';
import type block from './block';

/** Taken off the score of what is no candidate; exp of it is exactly 0 beside any other. */
const NOT_THERE = 1e9;

const forward: Forward<typeof block> = ({ logits }, _, params, { pairs, detach }) => {
  const { labels, there, weight, teacher } = candidateRows(pairs, params);
  const { teacherShare, temperature } = params;
  const scores = tf.reshape(logits.values, labels.shape) as Tensor2D;
  /** Scores as a softmax over the `present` reads them: the largest of a row, on which it does not depend, is 0. */
  const shifted = (all: Tensor2D, present: Tensor2D): Tensor2D => {
    const kept = tf.sub(all, tf.mul(tf.sub(1, present), NOT_THERE)) as Tensor2D;
    return tf.sub(kept, detach(tf.max(kept, 1, true)));
  };
  /** [B, 1] of each row, against `target`, [B, C] with the sum 1. */
  const crossEntropy = (of: Tensor2D, target: Tensor2D): Tensor2D =>
    tf.sub(tf.log(tf.sum(tf.exp(of), 1, true)), tf.sum(tf.mul(target, of), 1, true));
  let losses = crossEntropy(shifted(scores, there), labels);
  if (teacher) {
    const { scored } = teacher;
    const odds = tf.exp(shifted(tf.div(teacher.logits, temperature), scored));
    const soft = crossEntropy(
      shifted(tf.div(scores, temperature), scored),
      tf.div(odds, tf.sum(odds, 1, true)) as Tensor2D,
    );
    // Of one score alone there is no list to learn.
    const share = tf.mul(tf.cast(tf.greater(tf.sum(scored, 1, true), 1), 'float32'), teacherShare);
    losses = tf.add(losses, tf.mul(share, tf.sub(tf.mul(soft, temperature ** 2), losses)));
  }
  return { loss: { values: weightedMean(losses, weight) } };
};

export default forward;
