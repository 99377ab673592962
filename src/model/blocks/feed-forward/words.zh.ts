import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '前馈层',
  about:
    '对序列中的每个事件分别施加两层全连接网络，中间为 ReLU，带残差连接与层归一化。它是 Transformer 层的后一半，前一半是自注意力。',
  params: { expansion: '内层宽度（事件宽度的倍数）', norm: '层归一化', dropout: '失活比例' },
  options: { after: '求和之后归一化', before: '前馈之前归一化' },
} satisfies TranslationOf<typeof block>;
