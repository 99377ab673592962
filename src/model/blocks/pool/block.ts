import { defineBlock, pooledPort, type WeightSpec } from '../../block';
import { choice, float } from '../../params';

/**
 * sum_t w_t x_t with w = softmax over the unmasked events of a logit per position: 0 (mean), -ln 2 x position / half-life (recency), or that
 * plus one learnt number per position: learning starts from a fading memory, since equal weights take many epochs to tell old from new. Position 0
 * is the newest event. All fields of an event share its weight. A row without events gives the zero vector and no gradient.
 */
export default defineBlock({
  id: 'pool',
  formerIds: [],
  family: 'fusion',
  sides: ['user', 'item'],
  source: 'mean: YoutubeDNN, RecSys 2016; one learnt weight per position: position-weighted pooling as in Covington et al.',
  words: {
    en: {
      title: 'Pool',
      about: 'Makes one vector of a sequence: a weighted mean of its events, the weight depending on how recent the event is.',
      params: { by: 'Weights', halfLife: 'Half-life' },
      options: { mean: 'all equal', recency: 'fading with age', learnt: 'fading, then learnt per position' },
      probes: { weights: 'Weight of each past event, oldest first, 1 = the newest' },
    },
    zh: {
      title: '池化',
      about: '把序列变成一个向量：对事件加权平均，权重取决于事件的新旧。',
      params: { by: '权重', halfLife: '半衰期' },
      options: { mean: '全部相等', recency: '随时间衰减', learnt: '由衰减起，按位置学习' },
      probes: { weights: '各历史事件的权重（由旧到新，1 为最新）' },
    },
  },
  inputs: { sequence: pooledPort() },
  outputs: { vector: 'vector' },
  params: {
    by: choice(['mean', 'recency', 'learnt'], 'learnt'),
    halfLife: float({ default: 10, min: 0.5, max: 200, step: 0.5, unit: 'events' }),
  },
  infer: ({ sequence: { names, width } }) => ({
    vector: { kind: 'vector', width: names.length * width, parts: names.map((name) => ({ name, width })) },
  }),
  weights: ({ sequence }, { by }): Record<string, WeightSpec> => (by === 'learnt' ? { position: { shape: [sequence.length], init: { kind: 'constant', value: 0 } } } : {}),
  probes: { weights: { per: 'row', labels: ({ sequence: { length } }) => Array.from({ length }, (_, i) => `${length - i}`) } },
  cost: ({ sequence: { length, names, width } }) => ({ flops: 2 * length * names.length * width + 5 * length }),
});
