import { evaluations } from '../cost';
import { HALF_LIVES } from '../half-lives';
import itemKnn, { scoringByNeighbours, SEARCHES } from '../itemKnn/ranker';
import { defineRanker, type Method } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    itemKnnRecency: 'halfLife' | 'neighbours' | 'shrinkage';
  }
}

const method = (id: keyof typeof SEARCHES): Method => ({
  id,
  cost: (size) => ({
    operations: evaluations(size, HALF_LIVES.length) * scoringByNeighbours(size, SEARCHES[id]),
    bytes: 0,
  }),
});

export default defineRanker({
  id: 'itemKnnRecency',
  place: 5,
  needs: { time: true },
  speed: 'slow',
  standsOn: itemKnn,
  methods: [method('whole'), method('short')],
});
