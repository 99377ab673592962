import type { TranslationOf } from '../../blocks/block';
import { rowWeightWords } from '../row-weight-words.zh';
import { likelihoodWords } from '../likelihood-words.zh';
import type block from './block';

export default {
  title: '批内 softmax',
  about:
    '每一行自己的物品得分应高于批内其他行的物品；双向时，对该物品而言，本行的用户得分也应高于其他行的用户。再加入采样物品，就能见到批内无人选过、乃至从未有人选过的物品。沿用前几批物品的向量则无需再经过物品塔：向量保持当时的值，略有滞后，不参与训练。',
  params: {
    ...likelihoodWords,
    direction: '方向',
    sampling: '批内物品之外的负例',
    sampled: '每批额外的物品数',
    warmUp: '预热步数，其间的物品向量不保留',
    logQ: '校正流行度（log q）',
    sameItem: '同一物品不作负例',
    sameUser: '该用户的其他物品不作负例',
    ...rowWeightWords,
  },
  options: {
    rows: '物品',
    both: '物品，也反过来比用户',
    none: '无',
    uniform: '所有物品等概率',
    popularity: '按流行度',
    mixed: '一半等概率，一半按流行度',
    earlier: '取自前几批',
  },
  probes: { batchRecall: '自己的物品在批内排第一的比例' },
  labels: { batchRecall: '准确率' },
} satisfies TranslationOf<typeof block>;
