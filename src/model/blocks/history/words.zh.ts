import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '历史',
  about: '用户在该时刻之前的最近若干事件，由旧到新，每个事件带有其嵌入特征。',
  params: {
    tables: '嵌入表',
    length: '最近事件数',
    dropout: '隐藏事件比例（训练时）',
    everyPosition: '每个位置都计算损失',
  },
} satisfies TranslationOf<typeof block>;
