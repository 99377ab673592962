import type { WorldWords } from '../world';

export default {
  title: 'The recipe box',
  about:
    'Cooks whose diet, patience and love of heat last, while the cuisine they are after changes every few weeks and yesterday’s leftovers and the season call for their own. Old history misleads here: what is recent and what is lasting must be told apart.',
} satisfies WorldWords;
