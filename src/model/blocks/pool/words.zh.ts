import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '池化',
  about:
    '把序列变成一个向量：对事件加权平均，权重取决于事件的新旧或事件本身。接在 LSTM 或自注意力之后时，通常只取最新事件。',
  params: { by: '权重', halfLife: '半衰期' },
  options: {
    mean: '全部相等',
    recency: '随时间衰减',
    learnt: '由衰减起，按位置学习',
    last: '只取最新',
    attention: '由学得的查询决定',
  },
  probes: { weights: '各历史事件的权重（由旧到新，1 为最新）' },
} satisfies TranslationOf<typeof block>;
