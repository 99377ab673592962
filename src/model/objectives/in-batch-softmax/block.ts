import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { inBatchSoftmax } from '../../../engine/kernels/in-batch-softmax/in-batch-softmax';
import { defineBlock, port, type Pairs } from '../../block';
import { objectiveWeight, toggle } from '../../params';

/** log q is clipped here: an item never counted would otherwise get the logit +infinity. */
const LEAST_LOG_Q = Math.log(1e-12);

/** Order: scale, then - log q on all columns also the diagonal, then masks, then the weighted mean of the cross-entropies. Never used in serving. */
export default defineBlock({
  id: 'in-batch-softmax',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'Yi et al., RecSys 2019, eq. 3-5; order of TFRS tasks/retrieval.py; same-user mask added',
  words: {
    en: {
      title: 'In-batch softmax',
      about: 'Every row’s own item should score above the items of the other rows of the batch.',
      params: {
        weight: 'Weight in the loss',
        logQ: 'Correct for popularity (log q)',
        sameItem: 'The same item is no negative',
        sameUser: 'Other items of the user are no negatives',
        rowWeights: 'Use row weights',
      },
    },
    zh: {
      title: '批内 softmax',
      about: '每一行自己的物品得分应高于批内其他行的物品。',
      params: {
        weight: '在损失中的权重',
        logQ: '校正流行度（log q）',
        sameItem: '同一物品不作负例',
        sameUser: '该用户的其他物品不作负例',
        rowWeights: '使用行权重',
      },
    },
  },
  inputs: { pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: {
    weight: objectiveWeight,
    logQ: toggle(true),
    sameItem: toggle(true),
    sameUser: toggle(true),
    rowWeights: toggle(true),
  },
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  forward({ pairing }, _, params, ctx) {
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
  },
  cost: ({ pairing }) => ({ flops: 2 * pairing.width }),
});

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
