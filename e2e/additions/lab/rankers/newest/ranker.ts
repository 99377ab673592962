import { defineRanker } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    newest: 'reach';
  }
}

export default defineRanker({ id: 'newest', place: 8, needs: { time: true, maxItems: Infinity }, cost: 'fast' });
