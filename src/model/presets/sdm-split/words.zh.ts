import type { PresetWords } from '../presets';

export default {
  title: 'SDM，短期与长期分开',
  about: '去掉门控的 SDM：最近会话与更早的会话各成一个兴趣，分别召回。两个向量是否胜过融合成的一个？',
} satisfies Partial<PresetWords>;
