import { defineBlock, port } from '../block';

export default defineBlock({
  id: 'l2-normalise',
  formerIds: [],
  family: 'channel',
  sides: ['user', 'item'],
  source: 'x / max(||x||, 1e-6); Yi et al., RecSys 2019, section 4',
  words: {
    en: { title: 'L2 normalise', about: 'Gives every vector the length one; only its direction stays.', params: {} },
    zh: { title: 'L2 归一化', about: '把每个向量的长度变为一，只保留方向。', params: {} },
  },
  inputs: { vector: port('vector') },
  outputs: { vector: 'vector' },
  params: {},
  infer: ({ vector }) => ({ vector }),
  weights: () => ({}),
  cost: ({ vector }) => ({ flops: 3 * vector.width }),
});
