import { defineBlock, port, type WeightSpec } from '../block';
import { toggle } from '../../document/params';

/**
 * sum_t a_t x_t, a = softmax over the unmasked events of <q W + b, x_t>: what of the past matters to this query. Events
 * are read with their fields side by side; `apart`, each field has its own part of the query and its own shares.
 * Rows without events give zeros.
 */
export default defineBlock({
  id: 'user-attention',
  formerIds: [],
  family: 'fusion',
  sides: ['user', 'item'],
  source: 'SDM: Lv et al., CIKM 2019, user attention of both branches',
  inputs: { sequence: port('sequence'), query: port('vector') },
  outputs: { vector: 'vector' },
  params: { apart: toggle(false) },
  infer: ({ sequence: { names, width } }) => ({
    vector: { kind: 'vector', width: names.length * width, parts: names.map((name) => ({ name, width })) },
  }),
  weights({ sequence: { names, width }, query }): Record<string, WeightSpec> {
    const events = names.length * width;
    return {
      kernel: { shape: [query.width, events], init: { kind: 'glorot', fanIn: query.width, fanOut: events } },
      bias: { shape: [events], init: { kind: 'constant', value: 0 } },
    };
  },
  probes: {
    share: {
      per: 'row',
      sharesOfEvents: true,
      labels({ sequence: { names, length } }, { apart }) {
        const positions = Array.from({ length }, (_, i) => `${length - i}`);
        return apart && names.length > 1
          ? names.flatMap((name) => positions.map((position) => `${name} ${position}`))
          : positions;
      },
    },
  },
  cost({ sequence: { names, width, length }, query }, { apart }) {
    const events = names.length * width;
    return { flops: events * (2 * query.width + 1) + 4 * length * events + 4 * length * (apart ? names.length : 1) };
  },
});
