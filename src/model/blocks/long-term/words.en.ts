import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Earlier sessions',
  about:
    'Events of the user’s sessions before the last one, oldest first, going back at most the given number of days (0 = no limit). Use the same gap as for the last session.',
  params: {
    tables: 'Embedding tables',
    length: 'Last events',
    dropout: 'Hide events (training)',
    gap: 'Gap between sessions (minutes)',
    days: 'Days back (0 = all)',
  },
} satisfies WordsOf<typeof block>;
