import { defineRanker } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    itemKnnRecency: 'halfLife' | 'neighbours' | 'shrinkage';
  }
}

export default defineRanker({
  id: 'itemKnnRecency',
  place: 4,
  needs: { time: true, maxItems: Infinity },
  cost: 'slow',
});
