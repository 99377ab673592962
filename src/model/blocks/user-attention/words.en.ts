import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'User attention',
  about:
    'Reduces a sequence to one vector: a weighted mean of its events, with attention weights from a query, usually the user’s profile. With separate weights, each field of the events is weighted on its own, as in SDM’s long-term branch.',
  params: { apart: 'Separate weights per field' },
  ports: { query: 'query' },
  probes: { share: 'Weight of each past event, oldest first (1 = newest)' },
} satisfies WordsOf<typeof block>;
