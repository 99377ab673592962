import { defineBlock, port } from '../block';
import { float, toggle } from '../../document/params';

export default defineBlock({
  id: 'halve',
  formerIds: [],
  family: 'channel',
  sides: ['user', 'item'],
  source: 'x / by, or the nearest whole numbers to it',
  inputs: { vector: port('vector') },
  outputs: { vector: 'vector' },
  params: { by: float({ default: 2, min: 0.001, max: 10 }), whole: toggle(false) },
  infer: ({ vector }) => ({ vector }),
  weights: () => ({}),
  probes: { length: { per: 'row', labels: () => ['length'] } },
  cost: ({ vector }) => ({ flops: vector.width }),
});
