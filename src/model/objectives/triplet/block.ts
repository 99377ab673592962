import { defineBlock, port } from '../../blocks/block';
import { choice, float, objectiveWeight } from '../../document/params';
import { chosenParams, chosenWords, hardnessOf, maskParams, maskWords, scoredNegatives } from '../negative-params';

/**
 * max(0, s- - s+ + margin) on the vectors that leave the match, or max(0, d+ - d- + margin) with d the squared
 * Euclidean distance; for a cosine d is 2 - 2 s. Without the match's scale: margins are in units of the cosine, and a
 * scale would only shrink them. The hardest negative is the one B x B buffer of this lab: all scores, while they are
 * compared. `random` has none.
 */
export default defineBlock({
  id: 'triplet',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'EBR, Huang et al., KDD 2020, section 2.2; hardest of the batch, margin and sum: Que2Search, KDD 2021',
  words: {
    en: {
      title: 'Triplet',
      about:
        'The row’s item should be closer than another item by a margin; pairs beyond the margin give no gradient. Use the hardest negatives in a later stage, after random ones have converged; mining all pairs takes memory quadratic in the batch.',
      params: {
        weight: 'Weight in the loss',
        form: 'Distance',
        margin: 'Margin',
        reduction: 'Over the pairs',
        ...chosenWords.en.params,
        ...maskWords.en,
      },
      options: {
        similarity: 'similarity',
        distance: 'squared distance',
        mean: 'mean',
        sum: 'sum (steps grow with the batch)',
        ...chosenWords.en.options,
      },
      probes: { active: 'Pairs within the margin' },
      labels: { active: 'share' },
    },
    zh: {
      title: '三元组',
      about:
        '每行自己的物品应比别的物品近一个间隔；更远的不再提供信息。最难负例应放在后一阶段，等随机负例收敛之后；比较所有配对所需的内存随批大小的平方增长。',
      params: {
        weight: '在损失中的权重',
        form: '比较依据',
        margin: '间隔',
        reduction: '对各配对',
        ...chosenWords.zh.params,
        ...maskWords.zh,
      },
      options: {
        similarity: '相似度',
        distance: '平方距离',
        mean: '取平均',
        sum: '求和（批越大步子越大）',
        ...chosenWords.zh.options,
      },
      probes: { active: '未达到间隔的配对' },
      labels: { active: '比例' },
    },
  },
  inputs: { pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: {
    weight: objectiveWeight,
    form: choice(['similarity', 'distance'], 'similarity'),
    margin: float({ default: 0.2, min: 0, max: 10, step: 0.05 }),
    reduction: choice(['mean', 'sum'], 'mean'),
    ...chosenParams,
    ...maskParams,
  },
  hardNegatives: hardnessOf,
  readsHits: ({ sameItem, sameUser }) => sameItem || sameUser,
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  probes: { active: { per: 'batch', labels: () => ['share'] } },
  cost: ({ pairing }, params) => ({ flops: 2 * pairing.width * (1 + scoredNegatives(params)) }),
});
