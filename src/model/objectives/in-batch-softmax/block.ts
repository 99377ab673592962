import { defineBlock, port } from '../../block';
import { objectiveWeight, toggle } from '../../params';

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
      probes: { batchRecall: 'Own item first in the batch' },
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
      probes: { batchRecall: '自己的物品在批内排第一的比例' },
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
  readsHits: ({ sameItem, sameUser }) => sameItem || sameUser,
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  probes: { batchRecall: { per: 'batch', labels: () => ['recall'] } },
  cost: ({ pairing }) => ({ flops: 2 * pairing.width }),
});
