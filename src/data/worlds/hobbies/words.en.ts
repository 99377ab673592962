import type { WorldWords } from '../world';

export default {
  title: 'The hobby shop',
  about:
    'Everyone has two to six hobbies and shops for them in turn: rope and flour, wool and telescopes. A single user vector ends up between the shelves. Do several vectors find one hobby each, including the smallest?',
} satisfies WorldWords;
