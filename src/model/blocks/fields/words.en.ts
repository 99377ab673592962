import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Fields',
  about: 'Looks up one embedding per field. Fields with several values (genres, words of a title) are averaged.',
  params: { tables: 'Embedding tables' },
} satisfies WordsOf<typeof block>;
