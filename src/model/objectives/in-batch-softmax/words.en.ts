import type { WordsOf } from '../../blocks/block';
import { rowWeightWords } from '../row-weight-words.en';
import { likelihoodWords } from '../likelihood-words.en';
import type block from './block';

export default {
  title: 'In-batch softmax',
  about:
    'Each row’s item should score above the items of the other rows in the batch; in both directions, also each row’s user above the other users for its item. Sampled items add negatives from outside the batch, including items nobody chose.',
  params: {
    ...likelihoodWords,
    direction: 'Direction',
    sampling: 'Extra sampled negatives',
    sampled: 'Sampled items per batch',
    logQ: 'Correct for popularity (log q)',
    sameItem: 'Mask duplicates of the positive item',
    sameUser: 'Mask the user’s other items',
    ...rowWeightWords,
  },
  options: {
    rows: 'items',
    both: 'items and users',
    none: 'none',
    uniform: 'uniform',
    popularity: 'by popularity',
  },
  probes: { batchRecall: 'In-batch accuracy' },
  labels: { batchRecall: 'accuracy' },
} satisfies WordsOf<typeof block>;
