import { defineRanker } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    transitions: never;
  }
}

export default defineRanker({
  id: 'transitions',
  place: 7,
  needs: { time: true, maxItems: Infinity },
  cost: 'fast',
});
