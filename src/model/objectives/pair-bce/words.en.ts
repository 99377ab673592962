import type { WordsOf } from '../../blocks/block';
import { candidateWords } from '../candidate-words.en';
import { rowWeightWords } from '../row-weight-words.en';
import { likelihoodWords } from '../likelihood-words.en';
import type block from './block';

export default {
  title: 'Logistic loss over candidates',
  about:
    'Binary classification of every candidate: taken or not. Each row brings its own item and others that its user did not take: drawn from the catalogue, shown to the user, or some of each. The scores of a teacher can serve as soft targets beside the labels.',
  params: {
    ...likelihoodWords,
    ...candidateWords.params,
    ...rowWeightWords,
  },
  options: candidateWords.options,
} satisfies WordsOf<typeof block>;
