import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Click-through rate',
  about:
    'The share of a candidate’s impressions that were taken, counted before the moment and without this user’s own: its log-odds relative to the mean, shrunk towards it where impressions are few, and the number of impressions. Needs a log with impressions; only a ranker can read it.',
  params: { prior: 'Prior impressions at the mean rate' },
} satisfies WordsOf<typeof block>;
