import type { WorldWords } from '../world';

export default {
  title: 'The bookshop',
  about:
    'Readers with two to four quite different interests each, who come back in short sessions on one of them. Moods, price, favourite authors and the next volume of a series decide what they open; cover colour, store bay and newsletter batch decide nothing.',
} satisfies WorldWords;
