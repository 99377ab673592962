import type { PresetWords } from '../presets';

export default {
  title: '双塔',
  about: '用户历史按部分池化，与物品的各个嵌入逐部分相配，两侧各加上全部特征域上的 MLP 输出；余弦，批内 softmax。',
} satisfies Partial<PresetWords>;
