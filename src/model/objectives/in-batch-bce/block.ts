import { defineBlock, port, type WeightSpec } from '../../blocks/block';
import { float, objectiveWeight, toggle } from '../../document/params';
import { chosenParams, chosenWords, hardnessOf, maskParams, maskWords, scoredNegatives } from '../negative-params';

/**
 * A row's own item has label 1, its negatives have label 0, accidental hits left out. The logit is the match's score,
 * which has the scale, plus a bias that serving never sees. The mean is over the row-weighted pairs, positives and
 * negatives alike. With the hardest negative and no bias it is Que2Search's second stage, -log s(s cos+) - log(1 - s(s
 * cos-)), halved; the second term is printed there with the other sign.
 */
export default defineBlock({
  id: 'in-batch-bce',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source:
    'DAT, DLP-KDD 2021, L_p, with the scale it lacks in print; hardest of the batch: Que2Search, KDD 2021, eq. 4 with its sign mended; learnt bias: Zhai et al., ICCV 2023',
  words: {
    en: {
      title: 'Sampled cross-entropy',
      about:
        'Binary classification of the row’s item against a few other items of the batch. Needs a match with a scale: at temperature 1, a cosine stays between -1 and 1 and the loss above 0.31. Use the hardest negatives in a later stage, after random ones have converged.',
      params: {
        weight: 'Weight in the loss',
        ...chosenWords.en.params,
        bias: 'Bias',
        learnBias: 'Learn the bias (the value above is the start)',
        ...maskWords.en,
      },
      options: chosenWords.en.options,
      probes: { bias: 'Learnt bias' },
      labels: { bias: 'bias' },
    },
    zh: {
      title: '采样交叉熵',
      about:
        '是或否：每行自己的物品对批内另外几个物品。匹配必须带缩放：温度为 1 的余弦只在 -1 与 1 之间，损失便降不到 0.31 以下。最难负例应放在后一阶段，等随机负例收敛之后。',
      params: {
        weight: '在损失中的权重',
        ...chosenWords.zh.params,
        bias: '偏置',
        learnBias: '学习偏置（上面的值为初值）',
        ...maskWords.zh,
      },
      options: chosenWords.zh.options,
      probes: { bias: '学到的偏置' },
      labels: { bias: '偏置' },
    },
  },
  inputs: { pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: {
    weight: objectiveWeight,
    ...chosenParams,
    bias: float({ default: 0, min: -20, max: 20, step: 0.5 }),
    learnBias: toggle(false),
    ...maskParams,
  },
  hardNegatives: hardnessOf,
  readsHits: ({ sameItem, sameUser }) => sameItem || sameUser,
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: (_, { bias, learnBias }): Record<string, WeightSpec> =>
    learnBias ? { bias: { shape: [1], init: { kind: 'constant', value: bias } } } : {},
  probes: { bias: { per: 'batch', labels: (_, { learnBias }) => (learnBias ? ['bias'] : []) } },
  cost: ({ pairing }, params) => ({ flops: 2 * pairing.width * (1 + scoredNegatives(params)) }),
});
