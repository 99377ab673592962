import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Cross features',
  about:
    'What a user’s past has in common with a candidate by one item field: how many events share its category, and how recent the newest of them is. Needs both sides, so only a ranker can read it.',
  params: { field: 'Item field', length: 'Events looked back' },
} satisfies WordsOf<typeof block>;
