import { defineBlock, port, SHARES, type WeightSpec } from '../block';
import { namesOf, sharedLayout } from '../../document/parts';

/**
 * o = (1 - G) * long + G * short, number by number, G = sigmoid((user | short | long) W + b): W1 u + W2 s + W3 p with
 * the three maps one below the other. b starts at zero, so that both weigh about the same.
 */
export default defineBlock({
  id: 'gate-fusion',
  formerIds: [],
  family: 'fusion',
  sides: ['user', 'item'],
  source: 'SDM: Lv et al., CIKM 2019, gated fusion of long- and short-term behaviour',
  inputs: { user: port('vector'), short: port('vector'), long: port('vector') },
  outputs: { vector: 'vector', gate: 'internal' },
  params: {},
  infer({ short, long }) {
    const { width } = long;
    if (short.width !== width)
      return { code: 'width-mismatch', field: 'short', values: { left: short.width, right: width } };
    const layout = sharedLayout(short, long);
    return {
      vector: { kind: 'vector', width, parts: [{ name: 'fusion', width }], ...(layout ? { layout } : {}) },
      gate: { kind: 'internal', shape: `[R, ${width}]` },
    };
  },
  weights({ user, short, long: { width } }): Record<string, WeightSpec> {
    const below = user.width + short.width + width;
    return {
      kernel: { shape: [below, width], init: { kind: 'glorot', fanIn: below, fanOut: width } },
      bias: { shape: [width], init: { kind: 'constant', value: 0 } },
    };
  },
  probes: {
    gate: {
      per: 'row',
      axis: () => SHARES,
      isGate: () => true,
      labels({ short, long }) {
        const layout = sharedLayout(short, long);
        return layout ? namesOf(layout) : ['short'];
      },
    },
  },
  cost: ({ user, short, long: { width } }) => ({
    flops: width * (2 * (user.width + short.width + width) + 2) + 3 * width,
  }),
});
