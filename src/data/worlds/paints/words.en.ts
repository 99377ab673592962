import type { WorldWords } from '../world';

export default {
  title: 'The paint shop',
  about:
    'Painters choose paints by finish and by the surface they work on. The recipe of a paint, six pigments of hundreds, tells its finish once more and costs far more to look up; lid and shelf tell nothing. Which fields would you pay for?',
} satisfies WorldWords;
