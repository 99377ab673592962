import { defineBlock, port, type WeightSpec } from '../block';
import { choice, float, toggle, widths } from '../../document/params';

/**
 * v_k = MLP(u_k | profile), or u_k + s MLP(u_k | profile), whose last layer then leads back to the width of u_k. One
 * network for all interests of a row: the first layer is u_k W + profile P + b. Interests that are not active are
 * computed all the same and stay inactive: what keeps them out is the mask, since here they are no longer zero.
 */
export default defineBlock({
  id: 'interest-mlp',
  formerIds: [],
  family: 'channel',
  sides: ['user'],
  source: 'MIND: Li et al., CIKM 2019, section 4.2: profile beside each interest capsule',
  inputs: { interests: port('interests'), profile: port('vector') },
  outputs: { interests: 'interests' },
  params: {
    widths: widths([64, 32], { least: 1 }),
    activation: choice(['relu', 'tanh', 'leaky-relu'], 'relu'),
    lastLinear: toggle(true),
    residual: toggle(false),
    scale: float({ default: 1, min: 0.05, max: 10, step: 0.05 }),
  },
  infer({ interests }, params) {
    return {
      interests: { kind: 'interests', count: interests.count, width: layersOf(params, interests.width).at(-1)! },
    };
  },
  weights({ interests, profile }, params) {
    const layers = layersOf(params, interests.width);
    const [first = 0] = layers;
    const specs: Record<string, WeightSpec> = {
      'profile/kernel': {
        shape: [profile.width, first],
        init: { kind: 'glorot', fanIn: interests.width + profile.width, fanOut: first },
      },
    };
    layers.forEach((width, layer) => {
      const below = layers[layer - 1] ?? interests.width;
      specs[`layer${layer + 1}/kernel`] = {
        shape: [below, width],
        init: { kind: 'glorot', fanIn: layer === 0 ? interests.width + profile.width : below, fanOut: width },
      };
      specs[`layer${layer + 1}/bias`] = { shape: [width], init: { kind: 'constant', value: 0 } };
    });
    return specs;
  },
  cost({ interests, profile }, params) {
    const layers = layersOf(params, interests.width);
    const each = layers.reduce(
      (sum, width, layer) => sum + width * (2 * (layers[layer - 1] ?? interests.width) + 2),
      0,
    );
    return {
      flops:
        interests.count * (each + layers[0]! + (params.residual ? 2 * interests.width : 0)) +
        2 * profile.width * layers[0]!,
    };
  },
});

/** Widths of all layers, bottom first. @param width of an interest */
export const layersOf = (
  { widths, residual }: { widths: readonly number[]; residual: boolean },
  width: number,
): number[] => (residual ? [...widths, width] : [...widths]);
