import { defineBlock, pooledPort, type WeightSpec } from '../block';
import { choice, float } from '../../document/params';

/**
 * sum_t w_t x_t with w = softmax over the unmasked events of a logit per position: 0 (mean), -ln 2 x position /
 * half-life (recency), or that plus one learnt number per position: learning starts from a fading memory, since equal
 * weights take many epochs to tell old from new. Position 0 is the newest event. Or <q, x_t> of a learnt q, zero at the
 * start (attention: it looks at what an event is, not at when it was), or all weight on the newest event (last). All
 * fields of an event share its weight. A row without events gives the zero vector and no gradient.
 */
export default defineBlock({
  id: 'pool',
  formerIds: [],
  family: 'fusion',
  sides: ['user', 'item'],
  source:
    'mean: YoutubeDNN, RecSys 2016; one learnt weight per position: position-weighted pooling as in Covington et al.; attention with a learnt query: Yang et al., NAACL 2016',
  words: {
    en: {
      title: 'Pool',
      about:
        'Reduces a sequence to one vector: a weighted mean of its events, weighted by recency or by the events themselves. After an LSTM or self-attention, taking only the newest is the usual choice.',
      params: { by: 'Weights', halfLife: 'Half-life' },
      options: {
        mean: 'uniform',
        recency: 'decaying with age',
        learnt: 'decaying at first, then learned per position',
        last: 'newest only',
        attention: 'by a learned query',
      },
      probes: { weights: 'Weight of each past event, oldest first, 1 = the newest' },
    },
    zh: {
      title: '池化',
      about:
        '把序列变成一个向量：对事件加权平均，权重取决于事件的新旧或事件本身。接在 LSTM 或自注意力之后时，通常只取最新事件。',
      params: { by: '权重', halfLife: '半衰期' },
      options: {
        mean: '全部相等',
        recency: '随时间衰减',
        learnt: '由衰减起，按位置学习',
        last: '只取最新',
        attention: '由学得的查询决定',
      },
      probes: { weights: '各历史事件的权重（由旧到新，1 为最新）' },
    },
  },
  // What a learnt query says of an event must be read from the event.
  inputs: { sequence: pooledPort(({ by }) => by !== 'attention') },
  outputs: { vector: 'vector' },
  params: {
    by: choice(['mean', 'recency', 'learnt', 'last', 'attention'], 'learnt'),
    halfLife: float({ default: 10, min: 0.5, max: 200, step: 0.5, unit: 'events' }),
  },
  infer: ({ sequence: { names, width } }) => ({
    vector: { kind: 'vector', width: names.length * width, parts: names.map((name) => ({ name, width })) },
  }),
  weights({ sequence: { length, names, width } }, { by }): Record<string, WeightSpec> {
    const zeros = (size: number): WeightSpec => ({ shape: [size], init: { kind: 'constant', value: 0 } });
    return by === 'learnt'
      ? { position: zeros(length) }
      : by === 'attention'
        ? { query: zeros(names.length * width) }
        : {};
  },
  probes: {
    weights: {
      per: 'row',
      sharesOfEvents: true,
      labels: ({ sequence: { length } }) => Array.from({ length }, (_, i) => `${length - i}`),
    },
  },
  cost: ({ sequence: { length, names, width } }, { by }) => ({
    flops: (by === 'attention' ? 4 : 2) * length * names.length * width + 5 * length,
  }),
});
