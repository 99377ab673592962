import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '距上次事件时间',
  about:
    '用可学习向量表示请求距最近一次历史事件的时长，分桶逐个加倍。刚有过行为的人往往接着做同类的事，隔了几周的人多是来看新东西。',
  params: { width: '宽度', buckets: '分桶数', finest: '首桶时长' },
} satisfies TranslationOf<typeof block>;
