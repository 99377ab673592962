import type { WordsOf } from '../../blocks/block';
import { rowWeightWords } from '../row-weight-words.en';
import { likelihoodWords } from '../likelihood-words.en';
import type block from './block';

export default {
  title: 'In-batch softmax',
  about:
    'Each row’s item should score above the items of the other rows in the batch; in both directions, also each row’s user above the other users for its item. Sampled items add negatives from outside the batch, including items nobody chose. Items of earlier batches take no pass through the item tower: their vectors are kept as they were then, slightly stale, and are not trained.',
  params: {
    ...likelihoodWords,
    direction: 'Direction',
    sampling: 'Extra negatives',
    sampled: 'Extra items per batch',
    warmUp: 'Warm-up steps, whose items are not kept',
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
    mixed: 'half uniform, half by popularity',
    earlier: 'of earlier batches',
  },
  probes: { batchRecall: 'In-batch accuracy' },
  labels: { batchRecall: 'accuracy' },
} satisfies WordsOf<typeof block>;
