import { defineBlock, port } from '../../block';
import { choice, objectiveWeight, toggle } from '../../params';

/**
 * Order: scale, then - log q on all columns also the diagonal, then masks, then the weighted mean of the cross-entropies. Never used in serving.
 * `both`: half of it, and half of the same with users and items in each other's place (Que2Search, KDD 2021), where log q has no business: it corrects
 * for how often an item stands as a column, and there the rows stand for the items' users.
 */
export default defineBlock({
  id: 'in-batch-softmax',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'Yi et al., RecSys 2019, eq. 3-5; order of TFRS tasks/retrieval.py; same-user mask added',
  words: {
    en: {
      title: 'In-batch softmax',
      about: 'Every row’s own item should score above the items of the other rows of the batch; in both directions, the row’s user also above the users of the other rows, for its item.',
      params: {
        weight: 'Weight in the loss',
        direction: 'Who competes',
        logQ: 'Correct for popularity (log q)',
        sameItem: 'The same item is no negative',
        sameUser: 'Other items of the user are no negatives',
        rowWeights: 'Use row weights',
      },
      options: { rows: 'items', both: 'items, and users in turn' },
      probes: { batchRecall: 'Own item first in the batch' },
    },
    zh: {
      title: '批内 softmax',
      about: '每一行自己的物品得分应高于批内其他行的物品；双向时，对该物品而言，本行的用户得分也应高于其他行的用户。',
      params: {
        weight: '在损失中的权重',
        direction: '谁参与竞争',
        logQ: '校正流行度（log q）',
        sameItem: '同一物品不作负例',
        sameUser: '该用户的其他物品不作负例',
        rowWeights: '使用行权重',
      },
      options: { rows: '物品', both: '物品，也反过来比用户' },
      probes: { batchRecall: '自己的物品在批内排第一的比例' },
    },
  },
  inputs: { pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: {
    weight: objectiveWeight,
    direction: choice(['rows', 'both'], 'rows'),
    logQ: toggle(true),
    sameItem: toggle(true),
    sameUser: toggle(true),
    rowWeights: toggle(true),
  },
  readsHits: ({ sameItem, sameUser }) => sameItem || sameUser,
  readsColumnHits: ({ direction, sameItem, sameUser }) => direction === 'both' && (sameItem || sameUser),
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  probes: { batchRecall: { per: 'batch', labels: () => ['recall'] } },
  cost: ({ pairing }, { direction }) => ({ flops: (direction === 'both' ? 4 : 2) * pairing.width }),
});
