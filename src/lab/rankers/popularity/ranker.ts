import { defineRanker } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    popularity: never;
  }
}

export default defineRanker({
  id: 'popularity',
  place: 2,
  needs: { time: false, maxItems: Infinity },
  cost: 'fast',
});
