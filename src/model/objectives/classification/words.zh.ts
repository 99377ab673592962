import type { TranslationOf } from '../../blocks/block';
import { rowWeightWords } from '../row-weight-words.zh';
import { likelihoodWords } from '../likelihood-words.zh';
import type block from './block';

export default {
  title: '分类头',
  about:
    '物品侧的向量应能说出该物品在某字段上的取值：类别、流派、能搜到它的查询词。上面只有一个线性层，仅用于训练；物品有 k 个取值时，每个占 1/k。',
  params: { ...likelihoodWords, field: '要说出的字段', ...rowWeightWords },
  probes: { accuracy: '最可能的类别正确' },
  labels: { accuracy: '准确率' },
} satisfies TranslationOf<typeof block>;
