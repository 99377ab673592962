import type { TranslationOf } from '../../blocks/block';
import type block from './block';

export default {
  title: '候选上的 softmax',
  about: '每行自己的物品对同一行的其他候选。分数没有绝对尺度：学到的只是行内的先后。',
  params: {
    weight: '在损失中的权重',
    candidates: '每行的候选数（含自己的物品）',
    from: '其他候选来自',
    rowWeights: '使用行权重',
  },
  options: { catalogue: '全库', shown: '展示过而未被选中的' },
} satisfies TranslationOf<typeof block>;
