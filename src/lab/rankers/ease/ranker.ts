import { defineRanker } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    ease: 'lambda';
  }
}

/**
 * Beyond this the squares of items x items (16 bytes a cell in all: the inverse, the weights, the best weights so far)
 * are more than a tab should take.
 */
export const EASE_MAX_ITEMS = 5000;

export default defineRanker({
  id: 'ease',
  place: 5,
  needs: { time: false, maxItems: EASE_MAX_ITEMS },
  cost: 'slow',
});
