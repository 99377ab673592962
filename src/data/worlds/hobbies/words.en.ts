import type { WorldWords } from '../world';

export default {
  title: 'The hobby shop',
  about:
    'Everyone has two to six hobbies at once and buys for all of them in turns: rope and flour, wool and telescopes. One vector of a person lies between the shelves. Do several vectors find one each, and the smallest hobby too?',
} satisfies WorldWords;
