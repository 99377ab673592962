import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Augmented vector',
  about:
    'One learned vector per user or item, from its own table. A Mimic objective trains it to resemble the items or users on the other side of its interactions. It is zero for users and items unseen in training.',
  params: { tables: 'Own table of the id' },
} satisfies WordsOf<typeof block>;
