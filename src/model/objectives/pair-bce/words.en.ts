import type { WordsOf } from '../../blocks/block';
import type block from './block';

export default {
  title: 'Logistic loss over candidates',
  about:
    'Binary classification of every candidate: taken or not. Each row brings its own item and others that its user did not take: drawn from the catalogue, or shown to the user.',
  params: {
    weight: 'Weight in the loss',
    candidates: 'Candidates of a row, its own item among them',
    from: 'Other candidates from',
    rowWeights: 'Use row weights',
  },
  options: { catalogue: 'the catalogue', shown: 'what the user was shown and did not take' },
} satisfies WordsOf<typeof block>;
