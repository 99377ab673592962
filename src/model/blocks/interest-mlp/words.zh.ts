import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '画像 MLP',
  about: '把用户画像拼在每个兴趣旁，再经过全连接层。所有兴趣共用同一个网络。',
  params: {
    widths: '各层宽度',
    activation: '激活函数',
    lastLinear: '末层线性',
    residual: '加到兴趣上',
    scale: '相加的份额',
  },
  options: { relu: 'ReLU', tanh: 'tanh', 'leaky-relu': '带泄漏 ReLU' },
  ports: { profile: '画像' },
} satisfies TranslationOf<typeof block>;
