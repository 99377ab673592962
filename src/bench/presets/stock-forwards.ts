/** Blocks whose path without our kernels runs in plain loops, as a user of tfjs writes them. The others are written in its operations already. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { Batch } from '../../data/batches';
import type { AnyForward, Forward } from '../../model/block';
import type categoryAlignment from '../../model/objectives/category-alignment/block';
import { alignment } from '../../model/objectives/category-alignment/forward';
import type inBatchSoftmax from '../../model/objectives/in-batch-softmax/block';
import type triplet from '../../model/objectives/triplet/block';
import { hitKinds, weightOfRows } from '../../model/objectives/row-scores';
import { blockedPairs, distinctItems } from './plain-inputs';

/** Added to the logit of a column that is no negative; exp of it is exactly 0. */
const MASKED = -1e9;

export function stockForwards(batch: Batch): Readonly<Record<string, AnyForward>> {
  const { size } = batch;
  const ownItem = (): Tensor2D => tf.eye(size);
  const softmax: Forward<typeof inBatchSoftmax> = ({ pairing: { user, item, scale } }, _, params, { pairs }) => {
    const weight = weightOfRows(pairs, params);
    const blocked: Tensor2D = tf.mul(tf.tensor2d(blockedPairs(batch, hitKinds(params)), [size, size]), MASKED);
    const scores: Tensor2D = tf.mul(tf.matMul(user, item, false, true), scale);
    const lossOf = (logits: Tensor2D): tf.Scalar => tf.losses.softmaxCrossEntropy(ownItem(), logits, weight, 0, tf.Reduction.MEAN) as tf.Scalar;
    const rows = lossOf(tf.add(params.logQ ? tf.sub(scores, pairs.logQ as Tensor1D) : scores, blocked));
    if (params.direction === 'rows') return { loss: { values: rows } };
    return { loss: { values: tf.mul(tf.add(rows, lossOf(tf.add(tf.transpose(scores), tf.transpose(blocked)))), 0.5) } };
  };
  const hardest: Forward<typeof triplet> = ({ pairing: { user, item } }, _, params, { pairs }) => {
    if (params.choose !== 'hardest' || params.hard > 1 || params.hardShare < 1 || params.form !== 'similarity' || params.reduction !== 'mean') throw new Error('the stock model knows triplets of one hardest item, by similarity and as a mean');
    const scores: Tensor2D = tf.matMul(user, item, false, true);
    // A row's own item and accidental hits are no negatives, and neither is padding.
    const none = tf.maximum(tf.add(ownItem(), tf.tensor2d(blockedPairs(batch, hitKinds(params)), [size, size])), tf.sub(1, pairs.realColumn as Tensor1D));
    const most = tf.max(tf.add(scores, tf.mul(none, MASKED)), 1);
    const weight = tf.mul(weightOfRows(pairs, params), tf.sub(1, tf.min(none, 1)));
    const within = tf.relu(tf.add(tf.sub(most, tf.sum(tf.mul(scores, ownItem()), 1)), params.margin));
    return { loss: { values: tf.div(tf.sum(tf.mul(weight, within)), tf.maximum(tf.sum(weight), 1e-30)) } };
  };
  const categories: Forward<typeof categoryAlignment> = ({ pairing }, _, params, { column }) =>
    ({ loss: { values: alignment(pairing, column(params.field), tf.tensor1d(distinctItems(batch)), params.least) } });
  return { 'in-batch-softmax': softmax as unknown as AnyForward, triplet: hardest as unknown as AnyForward, 'category-alignment': categories as unknown as AnyForward };
}
