import type { PresetWords } from '../presets';

export default {
  title: '目标注意力排序模型',
  about:
    '不是双塔：每一对用户与候选物品单独打分，用到两者的逐元素乘积、对历史的目标注意力（DIN）和交叉特征。比内积精确，但代价太高，无法扫描全库：它只对双塔召回的结果排序。',
} satisfies Partial<PresetWords>;
