import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '层归一化',
  about:
    '把每个向量归一到均值 0、标准差 1，再对每个数施加可学习的增益与偏移。用在前置归一化的 Transformer 层之后，否则残差之和会随层数增长。',
} satisfies TranslationOf<typeof block>;
