import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '目标注意力',
  about:
    '针对每个候选物品重新汇总历史：小型网络把每个历史事件与候选物品比较，决定该事件占多大权重。用户塔看不到物品，做不到这一点。',
  params: { hidden: '比较网络的隐层宽度', normalise: '事件权重' },
  ports: { item: '物品' },
  options: { softmax: '对历史做 softmax', none: '不归一化（DIN）' },
} satisfies TranslationOf<typeof block>;
