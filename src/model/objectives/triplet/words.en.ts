import type { WordsOf } from '../../blocks/block';
import { chosenWords, maskWords } from '../negative-words.en';
import type block from './block';

export default {
  title: 'Triplet',
  about:
    'The row’s item should be closer than another item by a margin; pairs beyond the margin give no gradient. Use the hardest negatives in a later stage, after random ones have converged; mining all pairs takes memory quadratic in the batch.',
  params: {
    weight: 'Weight in the loss',
    form: 'Distance',
    margin: 'Margin',
    reduction: 'Reduction',
    ...chosenWords.params,
    ...maskWords,
  },
  options: {
    similarity: 'similarity',
    distance: 'squared distance',
    mean: 'mean',
    sum: 'sum (gradient grows with the batch)',
    ...chosenWords.options,
  },
  probes: { active: 'Pairs within the margin' },
  labels: { active: 'fraction' },
} satisfies WordsOf<typeof block>;
