import type { TranslationOf } from '../../blocks/block';
import { candidateWords } from '../candidate-words.zh';
import { rowWeightWords } from '../row-weight-words.zh';
import { likelihoodWords } from '../likelihood-words.zh';
import type block from './block';

export default {
  title: '候选上的逻辑损失',
  about:
    '对每个候选做二分类：是否被选中。每行带上自己的物品，以及若干该用户未选过的物品：抽自全库、展示过的，或两者各取一些。还可以用教师的分数作软标签。',
  params: {
    ...likelihoodWords,
    ...candidateWords.params,
    ...rowWeightWords,
  },
  options: candidateWords.options,
} satisfies TranslationOf<typeof block>;
