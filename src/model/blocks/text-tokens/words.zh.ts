import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '文本词序列',
  about: '按顺序给出文本的词（不写空格的文字则为单个字符），每个词一个嵌入。供文本编码器使用。',
  params: { tables: '嵌入表', length: '取前若干个词' },
} satisfies TranslationOf<typeof block>;
