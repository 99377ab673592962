import type { PresetWords } from '../presets';

export default {
  title: 'Que2Search',
  about:
    '两侧各有 id、特征域、文本三字符片段和小型文本编码器等通道，映射到同一宽度；注意力按样本决定各通道的份额，并实时显示。难负例在第一阶段收敛后的第二阶段才加入。',
} satisfies Partial<PresetWords>;
