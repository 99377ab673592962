import { defineBlock, port, type WeightSpec } from '../block';
import { choice, widths } from '../../document/params';
import { crossed, inferCrossed } from '../fm/crossed';

/**
 * X^k_h = act(sum over i, j of W^k_hij (X^{k-1}_i * X^0_j)), * elementwise, X^0 the fields: layer k has H_k feature
 * maps of width D. Each map is summed over D, and the sums of all layers lie side by side: [R, H_1 + H_2 + …]. The
 * products of a layer take R x D x H_{k-1} x F numbers, but those of the last layer of an identity network, where
 * summing first makes the same, R x H x F.
 */
export default defineBlock({
  id: 'cin',
  formerIds: [],
  family: 'channel',
  sides: ['user', 'item'],
  source: 'xDeepFM: Lian et al., KDD 2018, eq. 6-8',
  inputs: { fields: port('fields', 'vector') },
  outputs: { vector: 'vector' },
  params: {
    layers: widths([16, 16], { max: 128, least: 1, most: 4 }),
    activation: choice(['identity', 'relu'], 'identity'),
  },
  infer({ fields }, { layers }) {
    const found = inferCrossed(fields);
    if ('code' in found) return found;
    const width = layers.reduce((sum, maps) => sum + maps, 0);
    return { vector: { kind: 'vector', width, parts: [{ name: 'cin', width }] } };
  },
  weights({ fields }, { layers }) {
    const { count } = crossed(fields);
    const specs: Record<string, WeightSpec> = {};
    layers.forEach((maps, layer) => {
      const products = (layers[layer - 1] ?? count) * count;
      specs[`layer${layer + 1}/kernel`] = {
        shape: [products, maps],
        init: { kind: 'glorot', fanIn: products, fanOut: maps },
      };
    });
    return specs;
  },
  cost({ fields }, { layers, activation }) {
    const { count, width } = crossed(fields);
    const flops = layers.reduce((sum, maps, layer) => {
      const products = (layers[layer - 1] ?? count) * count;
      if (activation === 'identity' && layer === layers.length - 1)
        return sum + 2 * width * products + 2 * products * maps;
      return sum + width * (products + 2 * products * maps + (activation === 'relu' ? 2 : 1) * maps);
    }, 0);
    return { flops };
  },
});
