import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '融合',
  about: '将等宽的向量相加或取平均：对每个样本，各通道权重相同。',
  params: { by: '融合方式' },
  ports: { channels: '通道' },
  options: { sum: '求和', mean: '平均' },
} satisfies TranslationOf<typeof block>;
