import type { WorldWords } from '../world';

export default {
  title: 'The recipe box',
  about:
    'A cook’s diet, patience and taste for spice are lasting, but the cuisine they are after changes every few weeks, and yesterday’s leftovers and the season matter too. Old history is misleading here: recent and lasting tastes must be told apart.',
} satisfies WorldWords;
