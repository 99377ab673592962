import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '长短期记忆（LSTM）',
  about: '按顺序读取事件，在每个事件处给出记住的内容：由门控开合的状态。按最新事件池化时取的就是最后的状态。',
  params: { layers: '层数', width: '状态宽度', residual: '加上各层的输入（宽度一致时）', dropout: '层间失活比例' },
} satisfies TranslationOf<typeof block>;
