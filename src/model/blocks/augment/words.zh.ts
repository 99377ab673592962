import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '增强向量',
  about:
    '在特征域之外，每个用户或物品有一个取自独立表的可学习向量。配合“模仿”目标，它会记住与其发生交互的另一侧。训练中未出现的用户和物品为零向量。',
  params: { tables: '独立的 id 表' },
} satisfies TranslationOf<typeof block>;
