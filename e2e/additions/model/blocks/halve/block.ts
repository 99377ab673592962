import { defineBlock, port } from '../block';
import { float } from '../../document/params';

export default defineBlock({
  id: 'halve',
  formerIds: [],
  family: 'channel',
  sides: ['user', 'item'],
  source: 'x / by',
  words: {
    en: { title: 'Halve', about: 'Divides every number of a vector.', params: { by: 'Divisor' } },
    zh: { title: '减半', about: '把向量的每个数除以同一个数。', params: { by: '除数' } },
  },
  inputs: { vector: port('vector') },
  outputs: { vector: 'vector' },
  params: { by: float({ default: 2, min: 1, max: 10 }) },
  infer: ({ vector }) => ({ vector }),
  weights: () => ({}),
  cost: ({ vector }) => ({ flops: vector.width }),
});
