import { defineBlock, sequencePort, type WeightSpec } from '../block';
import { choice, float } from '../../document/params';
import { EVERY_POSITION } from '../../document/ports';

/**
 * sum_t w_t x_t with w = softmax over the unmasked events of a logit per position: 0 (mean), -ln 2 x position /
 * half-life (recency), or that plus one learnt number per position: learning starts from a fading memory, since equal
 * weights take many epochs to tell old from new. Position 0 is the newest event. Or <q, x_t> of a learnt q, zero at the
 * start (attention: it looks at what an event is, not at when it was), or all weight on the newest event (last). All
 * fields of an event share its weight. A row without events gives the zero vector and no gradient. Where every position
 * is trained, `last` takes the event at which the past of each row ends.
 */
export default defineBlock({
  id: 'pool',
  formerIds: [],
  family: 'fusion',
  sides: ['user', 'item'],
  source:
    'mean: YoutubeDNN, RecSys 2016; one learnt weight per position: position-weighted pooling as in Covington et al.; attention with a learnt query: Yang et al., NAACL 2016',
  // What a learnt query says of an event must be read from the event.
  inputs: { sequence: sequencePort(({ by }) => (by === 'attention' ? 'rows' : 'sums')) },
  outputs: { vector: 'vector' },
  params: {
    by: choice(['mean', 'recency', 'learnt', 'last', 'attention'], 'learnt'),
    halfLife: float({ default: 10, min: 0.5, max: 200, step: 0.5, unit: 'events' }),
  },
  causal: ({ by }) => by === 'last',
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
      labels: ({ sequence: { length, past } }) =>
        past === EVERY_POSITION ? [] : Array.from({ length }, (_, i) => `${length - i}`),
    },
  },
  cost: ({ sequence: { length, names, width } }, { by }) => ({
    flops: (by === 'attention' ? 4 : 2) * length * names.length * width + 5 * length,
  }),
});
