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
  words: {
    en: {
      title: 'Gated fusion',
      about: 'Mixes a short-term and a long-term vector with an elementwise gate computed from both and from the user.',
      params: {},
      ports: { user: 'user', short: 'short term', long: 'long term', gate: 'gate' },
      probes: { gate: 'Gate: weight of the short-term vector, averaged over each part' },
    },
    zh: {
      title: '门控融合',
      about: '混合短期向量与长期向量：门控综合两者与用户，对每个数决定取多少短期成分。',
      params: {},
      ports: { user: '用户', short: '短期', long: '长期', gate: '门控值' },
      probes: { gate: '门控值：取短期成分的比例（每部分各数的平均）' },
    },
  },
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
