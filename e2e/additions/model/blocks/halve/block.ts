import { defineBlock, port } from '../block';
import { float } from '../../document/params';

export default defineBlock({
  id: 'halve',
  formerIds: [],
  family: 'channel',
  sides: ['user', 'item'],
  source: 'x / by',
  inputs: { vector: port('vector') },
  outputs: { vector: 'vector' },
  params: { by: float({ default: 2, min: 1, max: 10 }) },
  infer: ({ vector }) => ({ vector }),
  weights: () => ({}),
  cost: ({ vector }) => ({ flops: vector.width }),
});
