import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { inBatchSoftmax } from '../../../engine/kernels/in-batch-softmax/in-batch-softmax';
import type { Forward, Pairs } from '../../block';
import type block from './block';

/** log q is clipped here: an item never counted would otherwise get the logit +infinity. */
const LEAST_LOG_Q = Math.log(1e-12);

const forward: Forward<typeof block> = ({ pairing }, _, params, ctx) => {
  const { pairs } = ctx;
  const blocked = blockedColumns(pairs, params);
  const loss = inBatchSoftmax({
    user: pairing.user,
    item: pairing.item,
    scale: pairing.scale,
    logQ: params.logQ ? (tf.maximum(pairs.logQ, LEAST_LOG_Q) as Tensor1D) : null,
    blocked,
    // Columns are the items of the rows, so a real column is a real row.
    weight: (params.rowWeights ? pairs.weight : pairs.realColumn) as Tensor1D,
  });
  ctx.probe('batchRecall', () => batchRecall(pairing.user, pairing.item, blocked, pairs.realColumn));
  return { loss: { values: loss } };
};

export default forward;

/** [B, B], 1 = no negative. Padding columns always are none. */
function blockedColumns(pairs: Pairs, { sameItem, sameUser }: { sameItem: boolean; sameUser: boolean }): Tensor2D {
  const masks: Tensor[] = [];
  if (sameItem) masks.push(pairs.sameItem);
  if (sameUser) masks.push(pairs.sameUser);
  if (masks.length === 0) masks.push(tf.zerosLike(pairs.sameItem));
  return [...masks, tf.sub(1, pairs.realColumn)].reduce((a, b) => tf.maximum(a, b)) as Tensor2D;
}

/** Share of real rows whose own item scores highest among the columns of its batch. Says nothing about the catalogue. */
function batchRecall(user: Tensor2D, item: Tensor2D, blocked: Tensor2D, real: Tensor): Tensor {
  const scores = tf.sub(tf.matMul(user, item, false, true), tf.mul(blocked, 1e9));
  const hits = tf.cast(tf.equal(tf.argMax(scores, 1), tf.range(0, user.shape[0], 1, 'int32')), 'float32');
  return tf.div(tf.sum(tf.mul(hits, real)), tf.sum(real));
}
