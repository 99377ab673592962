import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Text trigrams',
  about:
    'Sums one embedding per letter trigram of a text, in any language. Captures spelling, not word order: unseen and misspelled words share trigrams with known ones.',
  params: { tables: 'Embedding tables' },
} satisfies WordsOf<typeof block>;
