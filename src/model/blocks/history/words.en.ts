import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'History',
  about: 'The user’s last events before the request, oldest first, each with its embedded fields.',
  params: {
    tables: 'Embedding tables',
    length: 'Last events',
    dropout: 'Hide events (training)',
    everyPosition: 'Loss at every position',
  },
} satisfies WordsOf<typeof block>;
