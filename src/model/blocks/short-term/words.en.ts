import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Last session',
  about:
    'Events of the user’s last session before the request, oldest first. Sessions come from the log’s session column; without one, a gap of the length below starts a new session.',
  params: {
    tables: 'Embedding tables',
    length: 'Last events',
    dropout: 'Hide events (training)',
    gap: 'Gap between sessions (minutes)',
  },
} satisfies WordsOf<typeof block>;
