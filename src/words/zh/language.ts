import type { Manner } from '../manner';

const FULL_WIDTH = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;

export default {
  name: '中文',
  tag: 'zh-CN',
  separators: { items: '、', phrases: '，', sentences: '' },
  beforeUnit: ' ',
  // Latin letters and numbers are set apart, Chinese characters and their brackets are not.
  closesUp: (left, right) => FULL_WIDTH.test(left) && FULL_WIDTH.test(right),
} satisfies Manner;
