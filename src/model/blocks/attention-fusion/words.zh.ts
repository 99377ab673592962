import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '注意力融合',
  about: '对等宽的通道加权求和，权重之和为 1；由一个线性层综合该样本的所有通道来决定。起始时等于各通道的平均。',
  params: {},
  ports: { channels: '通道', share: '通道权重' },
  probes: { share: '各通道的权重' },
} satisfies TranslationOf<typeof block>;
