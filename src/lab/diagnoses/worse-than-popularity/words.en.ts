import type { WordsOf } from '../diagnosis';
import type diagnosis from './diagnosis';

export default {
  title: 'Worse than Popularity',
  evidence: { below: 'On the test part, NDCG@10 is {own}; the same list for everyone, Popularity, has {popular}.' },
  advice:
    'Train longer, or look for what the towers lack: a history, ids, enough events per user. The correction by log q, made for retrieval of rare items, can be switched off.',
} satisfies WordsOf<typeof diagnosis>;
