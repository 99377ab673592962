import { defineRanker } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    random: never;
  }
}

export default defineRanker({
  id: 'random',
  place: 1,
  needs: { time: false, maxItems: Infinity },
  cost: 'fast',
});
