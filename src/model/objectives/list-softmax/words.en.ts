import type { WordsOf } from '../../blocks/block';
import { candidateWords } from '../candidate-words.en';
import { rowWeightWords } from '../row-weight-words.en';
import { likelihoodWords } from '../likelihood-words.en';
import type block from './block';

export default {
  title: 'Softmax over candidates',
  about:
    'Each row’s own item against its other candidates. The score has no scale of its own: only the order within a row is learned. The scores of a teacher can serve as soft targets beside the labels.',
  params: {
    ...likelihoodWords,
    ...candidateWords.params,
    ...rowWeightWords,
  },
  options: candidateWords.options,
} satisfies WordsOf<typeof block>;
