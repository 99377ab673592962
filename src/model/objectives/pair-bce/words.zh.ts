import type { TranslationOf } from '../../blocks/block';
import type block from './block';

export default {
  title: '候选上的逻辑损失',
  about: '对每个候选做二分类：是否被选中。每行带上自己的物品，以及从该用户未选过的物品中抽取的若干个。',
  params: {
    weight: '在损失中的权重',
    candidates: '每行的候选数（含自己的物品）',
    from: '其他候选来自',
    rowWeights: '使用行权重',
  },
  options: { catalogue: '全库', shown: '展示过而未被选中的' },
} satisfies TranslationOf<typeof block>;
