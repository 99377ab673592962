import { defineBlock, ports, SHARES } from '../block';
import { distinct } from '../../document/parts';
import { inferFusion } from '../fuse/infer-fusion';

/**
 * f = sum_i a_i phi_i of N channels phi_i in R^D, a = softmax((phi_1 | … | phi_N) W + b) for each example, W [N D, N].
 * W and b start at zero: the block begins as the mean of its channels, and no channel begins ahead of another.
 */
export default defineBlock({
  id: 'attention-fusion',
  formerIds: [],
  family: 'fusion',
  sides: ['user', 'item'],
  source: 'Que2Search: Liu et al., KDD 2021, simple attention fusion',
  words: {
    en: {
      title: 'Attention fusion',
      about:
        'Sums channels of equal width with weights that add up to 1, computed per example by a linear layer over all channels. Starts as their mean.',
      params: {},
      ports: { channels: 'channels', share: 'shares' },
      probes: { share: 'Share of each channel' },
    },
    zh: {
      title: '注意力融合',
      about: '按份额对等宽的通道求和，份额之和为 1；由一个线性层综合该样本的所有通道来决定。起始时等于各通道的平均。',
      params: {},
      ports: { channels: '通道', share: '份额' },
      probes: { share: '各通道的份额' },
    },
  },
  inputs: { channels: ports('vector') },
  outputs: { vector: 'vector', share: 'internal' },
  params: {},
  infer({ channels }) {
    const fused = inferFusion(channels);
    return 'code' in fused ? fused : { ...fused, share: { kind: 'internal', shape: `[R, ${channels.length}]` } };
  },
  weights({ channels }) {
    const [count, width] = [channels.length, channels[0]?.width ?? 0];
    return {
      kernel: { shape: [count * width, count], init: { kind: 'constant', value: 0 } },
      bias: { shape: [count], init: { kind: 'constant', value: 0 } },
    };
  },
  // By the nodes they come from: channels of one kind have equal parts.
  probes: { share: { per: 'row', axis: () => SHARES, labels: (_, __, { channels }) => distinct(channels) } },
  cost({ channels }) {
    const [count, width] = [channels.length, channels[0]?.width ?? 0];
    return { flops: count * (2 * count * width + 2) + 2 * count * width };
  },
});
