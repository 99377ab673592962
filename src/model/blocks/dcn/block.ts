import { defineBlock, port, type WeightSpec } from '../block';
import { choice, int } from '../../document/params';

/**
 * Version 1: x_{l+1} = x_0 (x_l . w_l) + b_l + x_l; version 2: x_{l+1} = x_0 * (W_l x_l + b_l) + x_l, * elementwise.
 * The layers are as wide as the input: they cross but do not compress, so the block wants a few chosen fields below it.
 * A linear map on top brings its output to a width of its own.
 */
export default defineBlock({
  id: 'dcn',
  formerIds: [],
  family: 'channel',
  sides: ['user', 'item'],
  source: 'v1: Wang et al., ADKDD 2017, eq. 3; v2: Wang et al., WWW 2021, eq. 1',
  inputs: { vector: port('vector') },
  outputs: { vector: 'vector' },
  params: {
    version: choice(['v1', 'v2'], 'v2'),
    layers: int({ default: 2, min: 1, max: 8 }),
    project: int({ default: 0, min: 0, max: 4096 }),
  },
  infer({ vector }, { project }) {
    const width = project || vector.width;
    return { vector: { kind: 'vector', width, parts: [{ name: 'dcn', width }] } };
  },
  weights({ vector: { width } }, { version, layers, project }) {
    const across = version === 'v1' ? 1 : width;
    const specs: Record<string, WeightSpec> = {};
    for (let layer = 1; layer <= layers; layer++) {
      specs[`layer${layer}/kernel`] = {
        shape: [width, across],
        init: { kind: 'glorot', fanIn: width, fanOut: across },
      };
      specs[`layer${layer}/bias`] = { shape: [width], init: { kind: 'constant', value: 0 } };
    }
    if (project > 0)
      specs['projection'] = { shape: [width, project], init: { kind: 'glorot', fanIn: width, fanOut: project } };
    return specs;
  },
  cost: ({ vector: { width } }, { version, layers, project }) => ({
    flops: layers * (version === 'v1' ? 5 * width : width * (2 * width + 3)) + 2 * width * project,
  }),
});
