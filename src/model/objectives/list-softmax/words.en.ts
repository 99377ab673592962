import type { WordsOf } from '../../blocks/block';
import type block from './block';

export default {
  title: 'Softmax over candidates',
  about:
    'Each row’s own item against its other candidates. The score has no scale of its own: only the order within a row is learned.',
  params: {
    weight: 'Weight in the loss',
    candidates: 'Candidates of a row, its own item among them',
    from: 'Other candidates from',
    rowWeights: 'Use row weights',
  },
  options: { catalogue: 'the catalogue', shown: 'what the user was shown and did not take' },
} satisfies WordsOf<typeof block>;
