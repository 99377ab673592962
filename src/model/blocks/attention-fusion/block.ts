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
  probes: {
    share: { per: 'row', axis: () => SHARES, isGate: () => true, labels: (_, __, { channels }) => distinct(channels) },
  },
  cost({ channels }) {
    const [count, width] = [channels.length, channels[0]?.width ?? 0];
    return { flops: count * (2 * count * width + 2) + 2 * count * width };
  },
});
