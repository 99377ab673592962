import type { WordsOf } from '../../blocks/block';
import type block from './block';

export default {
  title: 'Logistic loss over candidates',
  about:
    'Binary classification of every candidate: taken or not. Each row brings its own item and others drawn from what its user did not take.',
  params: {
    weight: 'Weight in the loss',
    candidates: 'Candidates of a row, its own item among them',
    rowWeights: 'Use row weights',
  },
} satisfies WordsOf<typeof block>;
