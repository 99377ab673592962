import { evaluations } from '../cost';
import { HALF_LIVES } from '../half-lives';
import ials, { evaluating, SEARCHES, widest } from '../ials/ranker';
import { defineRanker, type Method } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    ialsRecency: 'halfLife' | 'alpha0' | 'lambda' | 'width' | 'iterations';
  }
}

const method = (id: keyof typeof SEARCHES): Method => ({
  id,
  cost: (size) => ({
    operations: evaluations(size, HALF_LIVES.length) * evaluating(size, widest(SEARCHES[id], size.items)),
    bytes: 0,
  }),
});

export default defineRanker({
  id: 'ialsRecency',
  place: 9,
  needs: { time: true },
  speed: 'slow',
  standsOn: ials,
  methods: [method('whole'), method('fixed')],
});
