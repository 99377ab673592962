import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '特征域',
  about: '为每个特征域查出一个嵌入向量。一个域有多个取值时（类型、标题中的词）取平均。',
  params: { tables: '嵌入表' },
} satisfies TranslationOf<typeof block>;
