import { defineBlock, portFrom, type WeightSpec } from '../../block';
import { choice, float, toggle } from '../../params';

/**
 * score(u, v) = scale <u, v>, scale = 1 / temperature; for `cosine` u and v leave here with length one, so that the vectors that are
 * exported are those that were scored. The learnt scale is exp(logScale) bounded by 200; the bound does not stop the gradient, so that a
 * scale that ran into it can come back.
 */
export default defineBlock({
  id: 'match',
  formerIds: [],
  family: 'match',
  sides: ['match'],
  source: 'Yi et al., RecSys 2019, eq. 1-2; learnt scale: Radford et al., ICML 2021',
  words: {
    en: {
      title: 'Match',
      about: 'Where the towers meet: the score of a user and an item is the inner product of their vectors, or its cosine, over the temperature.',
      params: { score: 'Score', temperature: 'Temperature', learnTemperature: 'Learn the temperature (the value above is the start)' },
      options: { cosine: 'cosine', inner: 'inner product' },
      probes: { scale: 'Learnt scale, 1 / temperature' },
    },
    zh: {
      title: '匹配',
      about: '双塔相遇之处：用户与物品的得分是两向量的内积或余弦，再除以温度。',
      params: { score: '得分', temperature: '温度', learnTemperature: '学习温度（上面的值为初值）' },
      options: { cosine: '余弦', inner: '内积' },
      probes: { scale: '学到的缩放，即 1 / 温度' },
    },
  },
  inputs: { user: portFrom('user', 'vector'), item: portFrom('item', 'vector') },
  outputs: { pairing: 'pairing' },
  params: {
    score: choice(['cosine', 'inner'], 'cosine'),
    temperature: float({ default: 0.07, min: 0.005, max: 2, step: 0.005 }),
    learnTemperature: toggle(false),
  },
  infer({ user, item }) {
    if (user.width !== item.width) {
      return { code: 'width-mismatch', field: 'item', values: { left: user.width, right: item.width } };
    }
    return { pairing: { kind: 'pairing', width: user.width, rule: 'dot' } };
  },
  weights: (_, { learnTemperature, temperature }): Record<string, WeightSpec> =>
    learnTemperature ? { logScale: { shape: [1], init: { kind: 'constant', value: -Math.log(temperature) } } } : {},
  probes: { scale: { per: 'batch', labels: (_, { learnTemperature }) => (learnTemperature ? ['scale'] : []) } },
  cost: ({ user }, { score }) => ({ flops: (score === 'cosine' ? 3 : 0) * user.width + 2 * user.width }),
});
