import type { PresetWords } from '../presets';

export default {
  title: '双塔与线性通道',
  about:
    '双塔；MLP 旁各有一条线性通道：长历史的简单平均与物品在另一张嵌入表中相配，如同 EASE 与 ELSA。得分是两个余弦按学到的系数之和。',
} satisfies Partial<PresetWords>;
