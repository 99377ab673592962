import { evaluations, scoring } from '../cost';
import ease, { SOLVED_ON, type SparseForm } from '../ease/ranker';
import { HALF_LIVES } from '../half-lives';
import { defineRanker, type Method } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    easeRecency: 'halfLife' | 'lambda';
  }
}

const method = (id: string): Method => ({
  id,
  cost: (size) => ({ operations: evaluations(size, HALF_LIVES.length) * size.events * size.items, bytes: 0 }),
});
const sparse = (id: SparseForm): Method => ({
  id,
  cost: (size) => ({ operations: evaluations(size, HALF_LIVES.length) * scoring(size, SOLVED_ON[id]), bytes: 0 }),
});

export default defineRanker({
  id: 'easeRecency',
  place: 7,
  needs: { time: true },
  speed: 'slow',
  standsOn: ease,
  methods: [method('whole'), method('chosenOnFrequent'), sparse('sparse'), sparse('sparser')],
});
