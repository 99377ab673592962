import type { WorldWords } from '../world';

export default {
  title: 'The tailor',
  about:
    'Taste depends only on combinations of fields. A client’s trade or city alone says nothing; the two together explain half, and adding the season of birth explains the rest. The same holds for a garment’s colour, cut and fabric. Towers have to cross fields.',
} satisfies WorldWords;
