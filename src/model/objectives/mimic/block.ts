import { defineBlock, port, portFrom } from '../../blocks/block';
import { choice, objectiveWeight, toggle } from '../../document/params';

/**
 * sum_i w_i |a_i - sg(p_i)|^2 / sum_i w_i, where p_i is the vector of the other tower as it leaves the match, and sg
 * stops its gradient. All rows of a batch are positives; the printed y gates nothing away here.
 */
export default defineBlock({
  id: 'mimic',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'DAT, DLP-KDD 2021, adaptive-mimic mechanism, L_u and L_v',
  words: {
    en: {
      title: 'Mimic',
      about:
        'Pulls a user’s augmented vector towards the vectors of the items they chose, or an item’s towards its users. No gradient reaches the mimicked tower.',
      params: { weight: 'Weight in the loss', side: 'Augments', rowWeights: 'Use row weights' },
      ports: { augmented: 'augmented vector' },
      options: { user: 'the user tower', item: 'the item tower' },
      probes: { likeness: 'Cosine of the augmented vector with the other tower’s vector' },
      labels: { likeness: 'cosine' },
    },
    zh: {
      title: '模仿',
      about: '把用户的增强向量拉向该用户所选物品的向量，或把物品的增强向量拉向其用户的向量。被模仿的塔不从中学习。',
      params: { weight: '在损失中的权重', side: '增强哪一侧', rowWeights: '使用行权重' },
      ports: { augmented: '增强向量' },
      options: { user: '用户塔', item: '物品塔' },
      probes: { likeness: '增强向量与另一塔向量的余弦' },
      labels: { likeness: '余弦' },
    },
  },
  inputs: { augmented: portFrom({ param: 'side' }, 'vector'), pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: { weight: objectiveWeight, side: choice(['user', 'item'], 'user'), rowWeights: toggle(true) },
  infer({ augmented, pairing }) {
    if (augmented.width !== pairing.width)
      return { code: 'width-mismatch', field: 'augmented', values: { left: augmented.width, right: pairing.width } };
    return { loss: { kind: 'internal', shape: '[]' } };
  },
  weights: () => ({}),
  probes: { likeness: { per: 'row', labels: () => ['cosine'] } },
  cost: ({ pairing }) => ({ flops: 3 * pairing.width }),
});
