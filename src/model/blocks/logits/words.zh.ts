import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '打分',
  about: '一对用户与物品的分数：只有一个输出的线性层，候选物品按它排序。',
} satisfies TranslationOf<typeof block>;
