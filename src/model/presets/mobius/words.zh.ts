import type { PresetWords } from '../presets';

export default {
  title: 'MOBIUS 双塔',
  about:
    '双塔学习点击、未点击与坏样本三个类别。每一步由教师在批内的全部用户与物品组合中找出不相关的，模型偏偏会推荐的那些就作为坏样本。线上得分是点击相对于其余两类的对数几率。',
} satisfies Partial<PresetWords>;
