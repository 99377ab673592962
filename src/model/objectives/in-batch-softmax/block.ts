import { defineBlock, port } from '../../blocks/block';
import { choice, int, objectiveWeight, toggle } from '../../document/params';

/**
 * Order: scale, then - log q on all columns also the diagonal, then masks, then the weighted mean of the
 * cross-entropies. Never used in serving. `both`: half of it, and half of the same with users and items in each other's
 * place (Que2Search, KDD 2021), where log q has no business: it corrects for how often an item stands as a column, and
 * there the rows stand for the items' users. Sampled items are columns only, and negatives of every row but those they
 * are accidental hits of; q is then the mixture's (mixed negative sampling).
 */
export default defineBlock({
  id: 'in-batch-softmax',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source:
    'Yi et al., RecSys 2019, eq. 3-5; order of TFRS tasks/retrieval.py; same-user mask added; sampled items: Yang et al., WWW 2020 Companion',
  words: {
    en: {
      title: 'In-batch softmax',
      about:
        'Each row’s item should score above the items of the other rows in the batch; in both directions, also each row’s user above the other users for its item. Sampled items add negatives from outside the batch, including items nobody chose.',
      params: {
        weight: 'Weight in the loss',
        direction: 'Direction',
        sampling: 'Extra sampled negatives',
        sampled: 'Sampled items per batch',
        logQ: 'Correct for popularity (log q)',
        sameItem: 'Mask duplicates of the positive item',
        sameUser: 'Mask the user’s other items',
        rowWeights: 'Use row weights',
      },
      options: {
        rows: 'items',
        both: 'items and users',
        none: 'none',
        uniform: 'uniform',
        popularity: 'by popularity',
      },
      probes: { batchRecall: 'In-batch accuracy' },
      labels: { batchRecall: 'recall' },
    },
    zh: {
      title: '批内 softmax',
      about:
        '每一行自己的物品得分应高于批内其他行的物品；双向时，对该物品而言，本行的用户得分也应高于其他行的用户。再加入采样物品，就能见到批内无人选过、乃至从未有人选过的物品。',
      params: {
        weight: '在损失中的权重',
        direction: '谁参与竞争',
        sampling: '批内物品之外的采样物品',
        sampled: '每批的采样物品数',
        logQ: '校正流行度（log q）',
        sameItem: '同一物品不作负例',
        sameUser: '该用户的其他物品不作负例',
        rowWeights: '使用行权重',
      },
      options: {
        rows: '物品',
        both: '物品，也反过来比用户',
        none: '无',
        uniform: '所有物品等概率',
        popularity: '按流行度',
      },
      probes: { batchRecall: '自己的物品在批内排第一的比例' },
      labels: { batchRecall: '召回率' },
    },
  },
  inputs: { pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: {
    weight: objectiveWeight,
    direction: choice(['rows', 'both'], 'rows'),
    sampling: choice(['none', 'uniform', 'popularity'], 'none'),
    sampled: int({ default: 64, min: 1, max: 8192 }),
    logQ: toggle(true),
    sameItem: toggle(true),
    sameUser: toggle(true),
    rowWeights: toggle(true),
  },
  samples: ({ sampling, sampled }) => (sampling === 'none' ? null : { count: sampled, by: sampling }),
  hardNegatives: () => 'none',
  readsHits: ({ sameItem, sameUser }) => sameItem || sameUser,
  readsColumnHits: ({ direction, sameItem, sameUser }) => direction === 'both' && (sameItem || sameUser),
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  probes: { batchRecall: { per: 'batch', labels: () => ['recall'] } },
  cost: ({ pairing }, { direction }) => ({ flops: (direction === 'both' ? 4 : 2) * pairing.width }),
});
