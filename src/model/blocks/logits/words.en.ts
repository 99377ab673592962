import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Logit',
  about: 'The score of a pair: a linear layer with one output. Candidates are ranked by it.',
  params: {},
} satisfies WordsOf<typeof block>;
