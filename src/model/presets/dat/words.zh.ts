import type { PresetWords } from '../presets';

export default {
  title: 'DAT 双塔',
  about:
    '双塔；两侧各有一个增强向量，学着像曾与之交互的另一侧；若有取值不多、能区分物品类别的字段，还使每个类别的物品分布相似。',
} satisfies Partial<PresetWords>;
