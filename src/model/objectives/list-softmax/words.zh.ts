import type { TranslationOf } from '../../blocks/block';
import { candidateWords } from '../candidate-words.zh';
import { rowWeightWords } from '../row-weight-words.zh';
import { likelihoodWords } from '../likelihood-words.zh';
import type block from './block';

export default {
  title: '候选上的 softmax',
  about: '每行自己的物品对同一行的其他候选。分数没有绝对尺度：学到的只是行内的先后。还可以用教师的分数作软标签。',
  params: {
    ...likelihoodWords,
    ...candidateWords.params,
    ...rowWeightWords,
  },
  options: candidateWords.options,
} satisfies TranslationOf<typeof block>;
