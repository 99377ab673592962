import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '事件时间',
  about:
    '告诉序列中的事件各自发生于何时：给每个事件加上其位置（从最新数起）和距该时刻的时长的可学习向量。注意力等按内容加权的方法，没有它就不知道顺序。',
  params: {
    positions: '位置',
    ages: '时长',
    buckets: '时长分桶数',
    finest: '首桶时长',
    rootScale: '事件乘以其宽度的平方根',
    dropout: '失活比例',
  },
} satisfies TranslationOf<typeof block>;
