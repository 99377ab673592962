import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: 'L2 归一化',
  about: '把每个向量的长度变为一，只保留方向。',
  params: {},
} satisfies TranslationOf<typeof block>;
