import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '因子分解机',
  about:
    '将特征域两两相乘并求和，得到与单个域同宽的向量。自身没有参数；只有一个域时输出为零。各部分等宽的向量（如池化后的历史）按其各部分计。',
  params: {},
} satisfies TranslationOf<typeof block>;
