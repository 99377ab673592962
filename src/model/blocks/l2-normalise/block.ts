import { defineBlock, port } from '../block';

export default defineBlock({
  id: 'l2-normalise',
  formerIds: [],
  family: 'channel',
  sides: ['user', 'item'],
  source: 'x / max(||x||, 1e-6); Yi et al., RecSys 2019, section 4',
  inputs: { vector: port('vector') },
  outputs: { vector: 'vector' },
  params: {},
  infer: ({ vector }) => ({ vector }),
  weights: () => ({}),
  cost: ({ vector }) => ({ flops: 3 * vector.width }),
});
