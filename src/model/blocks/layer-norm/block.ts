import { defineBlock, port } from '../block';

/** y = g (x - mean) / sqrt(variance + 1e-5) + b of each row, with g = 1 and b = 0 at the start. */
export default defineBlock({
  id: 'layer-norm',
  formerIds: [],
  family: 'channel',
  sides: ['user', 'item'],
  source: 'Ba et al., 2016, eq. 4; upon the last of pre-norm layers: Xiong et al., ICML 2020',
  inputs: { vector: port('vector') },
  outputs: { vector: 'vector' },
  params: {},
  infer: ({ vector }) => ({ vector }),
  weights: ({ vector }) => ({
    gain: { shape: [vector.width], init: { kind: 'constant', value: 1 } },
    shift: { shape: [vector.width], init: { kind: 'constant', value: 0 } },
  }),
  cost: ({ vector }) => ({ flops: 8 * vector.width }),
});
