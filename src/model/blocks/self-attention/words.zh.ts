import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '自注意力',
  about:
    '让序列中的事件彼此关注，吸取对自己重要的内容。因果模式下每个事件只能看到自己和更早的事件。它本身不知道顺序：可在前面接事件时间或 LSTM。',
  params: { heads: '注意力头数', causal: '因果：事件看不到更晚的事件', norm: '层归一化', dropout: '失活比例' },
  options: { after: '求和之后归一化', before: '注意力之前归一化' },
} satisfies TranslationOf<typeof block>;
