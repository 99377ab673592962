import type { WordsOf } from '../../blocks/block';
import { chosenWords, maskWords } from '../negative-words.en';
import { likelihoodWords } from '../likelihood-words.en';
import type block from './block';

export default {
  title: 'Sampled cross-entropy',
  about:
    'Binary classification of the row’s item against a few other items of the batch. Needs a match with a low temperature: at 1, a cosine stays between -1 and 1 and the loss above 0.31. Use the hardest negatives in a later stage, after random ones have converged.',
  params: {
    ...likelihoodWords,
    ...chosenWords.params,
    bias: 'Bias',
    learnBias: 'Learn the bias (the value above is the start)',
    ...maskWords,
  },
  options: chosenWords.options,
  probes: { bias: 'Learned bias' },
  labels: { bias: 'bias' },
} satisfies WordsOf<typeof block>;
