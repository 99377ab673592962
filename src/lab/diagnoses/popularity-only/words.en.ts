import type { WordsOf } from '../diagnosis';
import type diagnosis from './diagnosis';

export default {
  title: 'Only popularity was learned',
  evidence: {
    alike:
      'The lists show {covered} of the catalogue (Popularity: {popularCovered}), and {head} of their places go to the most frequent tenth of it (Popularity: {popularHead}).',
  },
  advice:
    'Switch on the correction by log q, sample negatives by popularity, or give the user tower more of the person: a history, an id.',
} satisfies WordsOf<typeof diagnosis>;
