import type { PresetWords } from '../presets';

export default {
  title: 'ELSA',
  about:
    '写成双塔的线性自编码器：用户是全部历史物品单位向量的平均，物品是自己的单位向量，共用一张嵌入表；没有 MLP，也不用其他特征域。',
} satisfies Partial<PresetWords>;
