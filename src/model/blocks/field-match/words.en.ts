import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Field match',
  about:
    'Compares a field of the user, or of the event, with a field of the candidate: whether they have a value in common, and what share of the candidate’s values the other field holds. Values are compared exactly as they are written. Needs both sides, so only a ranker can read it.',
  params: { user: 'User or event field', item: 'Item field' },
} satisfies WordsOf<typeof block>;
