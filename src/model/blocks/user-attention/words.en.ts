import type { WordsOf } from '../../block';
import type block from './block';

export default {
  title: 'User attention',
  about:
    'Reduces a sequence to one vector: a weighted mean of its events, with attention weights from a query, usually the user’s profile. Per field: each field of the events gets its own weights, as in SDM’s long-term branch.',
  params: { apart: 'Separate weights per field' },
  ports: { query: 'query' },
  probes: { share: 'Weight of each past event, oldest first, 1 = the newest' },
} satisfies WordsOf<typeof block>;
