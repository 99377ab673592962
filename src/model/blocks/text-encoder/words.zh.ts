import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '文本编码器',
  about:
    '一个与双塔一起从零训练的小型 Transformer：词与词彼此关注，因而词序和上下文都起作用。代价远高于三字符片段，值不值得要看效果。',
  params: {
    layers: '层数',
    heads: '注意力头数',
    expansion: '前馈层宽度（嵌入的倍数）',
    dropout: '失活比例',
    pool: '文本的向量',
  },
  options: { mean: '各词的平均', first: '第一个词' },
} satisfies TranslationOf<typeof block>;
