import type { WordsOf } from '../../blocks/block';
import { chosenWords, maskWords } from '../negative-words.en';
import { likelihoodWords } from '../likelihood-words.en';
import type block from './block';

export default {
  title: 'Pairwise ranking (BPR)',
  about:
    'The row’s item should score above another item. Needs a match with a low temperature: at 1, two cosines differ by at most 2 and the loss stays above 0.12. Mining the hardest pairs takes memory quadratic in the batch.',
  params: { ...likelihoodWords, ...chosenWords.params, ...maskWords },
  options: chosenWords.options,
} satisfies WordsOf<typeof block>;
