import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Cross features',
  about:
    'What a user’s past has in common with a candidate by one item field: how many events share its value, how many days ago the newest of them was, and, where its position is on, how many events ago. Needs both sides, so only a ranker can read it.',
  params: { field: 'Item field', length: 'Events looked back', position: 'Position of the newest' },
} satisfies WordsOf<typeof block>;
