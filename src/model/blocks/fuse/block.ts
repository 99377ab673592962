import { defineBlock, ports } from '../block';
import { choice } from '../../document/params';
import { inferFusion } from './infer-fusion';

export default defineBlock({
  id: 'fuse',
  formerIds: [],
  family: 'fusion',
  sides: ['user', 'item'],
  source: 'standard',
  words: {
    en: {
      title: 'Fuse',
      about: 'Sums or averages vectors of equal width: every channel has the same weight for every example.',
      params: { by: 'Fuse by' },
      ports: { channels: 'channels' },
      options: { sum: 'sum', mean: 'mean' },
    },
    zh: {
      title: '融合',
      about: '将等宽的向量相加或取平均：对每个样本，各通道权重相同。',
      params: { by: '融合方式' },
      ports: { channels: '通道' },
      options: { sum: '求和', mean: '平均' },
    },
  },
  inputs: { channels: ports('vector') },
  outputs: { vector: 'vector' },
  params: { by: choice(['sum', 'mean'], 'mean') },
  infer: ({ channels }) => inferFusion(channels),
  weights: () => ({}),
  cost: ({ channels }, { by }) => ({ flops: (channels.length - (by === 'sum' ? 1 : 0)) * (channels[0]?.width ?? 0) }),
});
