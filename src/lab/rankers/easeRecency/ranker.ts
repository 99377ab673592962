import { EASE_MAX_ITEMS } from '../ease/ranker';
import { defineRanker } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    easeRecency: 'halfLife' | 'lambda';
  }
}

export default defineRanker({
  id: 'easeRecency',
  place: 6,
  needs: { time: true, maxItems: EASE_MAX_ITEMS },
  cost: 'slow',
});
