import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '拼接',
  about: '按连线顺序把特征域和向量并排成一个向量，各部分保留其名称。',
  params: {},
  ports: { parts: '各部分' },
} satisfies TranslationOf<typeof block>;
