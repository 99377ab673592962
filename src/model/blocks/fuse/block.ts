import { defineBlock, ports } from '../block';
import { choice } from '../../document/params';
import { inferFusion } from './infer-fusion';

export default defineBlock({
  id: 'fuse',
  formerIds: [],
  family: 'fusion',
  sides: ['user', 'item'],
  source: 'standard',
  inputs: { channels: ports('vector') },
  outputs: { vector: 'vector' },
  params: { by: choice(['sum', 'mean'], 'mean') },
  infer: ({ channels }) => inferFusion(channels),
  weights: () => ({}),
  cost: ({ channels }, { by }) => ({ flops: (channels.length - (by === 'sum' ? 1 : 0)) * (channels[0]?.width ?? 0) }),
});
