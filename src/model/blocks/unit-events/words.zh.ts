import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '事件归一化',
  about: '把每个历史事件的每个特征域缩放到单位长度，池化时便不受向量长短影响。',
  params: {},
} satisfies TranslationOf<typeof block>;
