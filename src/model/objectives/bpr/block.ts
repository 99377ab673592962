import { defineBlock, port } from '../../blocks/block';
import { objectiveWeight } from '../../document/params';
import { chosenParams, chosenWords, hardnessOf, maskParams, maskWords, scoredNegatives } from '../negative-params';

/**
 * -log sigmoid(s+ - s-) of the match's scores, with its scale; the mean over the row-weighted pairs. The hardest
 * negative takes one B x B buffer.
 */
export default defineBlock({
  id: 'bpr',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'Rendle et al., UAI 2009, without its penalty on the weights',
  words: {
    en: {
      title: 'Pairwise ranking (BPR)',
      about:
        'The row’s item should score above another item. Needs a match with a scale: at temperature 1, two cosines differ by at most 2 and the loss stays above 0.12. Mining the hardest pairs takes memory quadratic in the batch.',
      params: { weight: 'Weight in the loss', ...chosenWords.en.params, ...maskWords.en },
      options: chosenWords.en.options,
    },
    zh: {
      title: '成对排序（BPR）',
      about:
        '每行自己的物品得分应高于另一个物品，差距越大越好。匹配必须带缩放：温度为 1 时两个余弦最多相差 2，损失便降不到 0.12 以下。为找最难负例而比较所有配对，所需内存随批大小的平方增长。',
      params: { weight: '在损失中的权重', ...chosenWords.zh.params, ...maskWords.zh },
      options: chosenWords.zh.options,
    },
  },
  inputs: { pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: { weight: objectiveWeight, ...chosenParams, ...maskParams },
  hardNegatives: hardnessOf,
  readsHits: ({ sameItem, sameUser }) => sameItem || sameUser,
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  cost: ({ pairing }, params) => ({ flops: 2 * pairing.width * (1 + scoredNegatives(params)) }),
});
