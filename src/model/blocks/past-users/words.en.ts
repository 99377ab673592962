import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Past users',
  about:
    'The last users who interacted with the item before the request, excluding the current user, oldest first, each with its embedded fields. The index uses all training users.',
  params: { tables: 'Embedding tables', length: 'Last users', dropout: 'Hide users (training)' },
} satisfies WordsOf<typeof block>;
