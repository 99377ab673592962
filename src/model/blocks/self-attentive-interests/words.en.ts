import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Self-attentive interests',
  about:
    'Reduces a history to several vectors, each a weighted mean of its events; a small network computes each event’s weight in each interest. An alternative to interest capsules.',
  params: { count: 'Interests', hidden: 'Hidden width', positions: 'Position embeddings' },
  ports: { coupling: 'couplings' },
  probes: {
    similarity: 'Similarity of a user’s interests (1 = same direction)',
    reach: 'Effective number of events per interest',
  },
  labels: { similarity: 'similarity' },
} satisfies WordsOf<typeof block>;
