import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Click-through rate',
  about:
    'How often a candidate was taken when it was shown, before the moment and by everybody but this user: its log-odds above the mean, drawn towards it where impressions are few, and how many impressions there were. Needs a log with impressions; only a ranker can read it.',
  params: { prior: 'Impressions at the mean rate' },
} satisfies WordsOf<typeof block>;
