import { defineRanker } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    itemKnn: 'neighbours' | 'shrinkage';
  }
}

export default defineRanker({
  id: 'itemKnn',
  place: 3,
  needs: { time: false, maxItems: Infinity },
  cost: 'slow',
});
