import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Text tokens',
  about:
    'The words of a text in order, or its characters for scripts without spaces, one embedding each. Input for a text encoder.',
  params: { tables: 'Embedding table', length: 'First tokens' },
} satisfies WordsOf<typeof block>;
