import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '三字符片段',
  about:
    '把文本中每三个相邻字符的嵌入相加，适用于任何语言。它了解拼写而不了解顺序：没见过的词与已知的词共有一些片段，拼错的词则几乎全部相同。',
  params: { tables: '嵌入表' },
} satisfies TranslationOf<typeof block>;
