import { defineBlock, port, type WeightSpec } from '../block';
import { choice, toggle, widths } from '../../document/params';

/**
 * `widths` is the whole list of layers; an empty one hands the vector through. Kernels that start at the identity, ones
 * on their diagonal and zeros beside it, hand on what they are given at first: vectors of both towers made of one table
 * then start in one space, where two drawn maps part them.
 */
export default defineBlock({
  id: 'mlp',
  formerIds: [],
  family: 'channel',
  sides: ['user', 'item', 'match'],
  source: 'standard; linear last layer: a ReLU there confines a cosine to [0, 1]',
  inputs: { vector: port('vector') },
  outputs: { vector: 'vector' },
  params: {
    widths: widths([128, 64]),
    activation: choice(['relu', 'tanh', 'leaky-relu'], 'relu'),
    lastLinear: toggle(true),
    fromIdentity: toggle(false),
  },
  infer({ vector }, params) {
    const width = params.widths.at(-1);
    return { vector: width === undefined ? vector : { kind: 'vector', width, parts: [{ name: 'mlp', width }] } };
  },
  weights({ vector }, params) {
    const specs: Record<string, WeightSpec> = {};
    params.widths.forEach((width, layer) => {
      const below = params.widths[layer - 1] ?? vector.width;
      specs[`layer${layer + 1}/kernel`] = {
        shape: [below, width],
        init: params.fromIdentity
          ? { kind: 'identity', columns: width }
          : { kind: 'glorot', fanIn: below, fanOut: width },
      };
      specs[`layer${layer + 1}/bias`] = { shape: [width], init: { kind: 'constant', value: 0 } };
    });
    return specs;
  },
  cost({ vector }, params) {
    return {
      flops: params.widths.reduce(
        (sum, width, layer) => sum + width * (2 * (params.widths[layer - 1] ?? vector.width) + 2),
        0,
      ),
    };
  },
});
