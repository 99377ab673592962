import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '多层感知机',
  about: '全连接层，自下而上。末层保持线性可保留负坐标，余弦的一半取值范围依赖于此。',
  params: {
    widths: '各层宽度',
    activation: '激活函数',
    lastLinear: '末层线性',
    fromIdentity: '各层从单位矩阵开始',
  },
  options: { relu: 'ReLU', tanh: 'tanh', 'leaky-relu': '带泄漏 ReLU' },
} satisfies TranslationOf<typeof block>;
