import type { WorldWords } from '../world';

export default {
  title: 'The bookshop',
  about:
    'Each reader has two to four quite different interests and visits in short sessions, each about one of them. Mood, price, favourite authors and the next volume of a series decide what they open; cover colour, store bay and newsletter batch have no effect.',
} satisfies WorldWords;
