import { pairing, scoring } from '../cost';
import type { LogSize } from '../log-size';
import { defineRanker, type Method } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    itemKnn: 'neighbours' | 'shrinkage';
  }
}

/** Neighbours tried, ascending. */
export const NEIGHBOURS: readonly number[] = [50, 100, 200, 500];
export const SHRINKAGES: readonly number[] = [0, 10, 100, 1000];

/** What is tried, and how many items of a user are looked at, the newest. */
export interface Search {
  neighbours: readonly number[];
  longest: number;
}
export const SEARCHES: Readonly<Record<'whole' | 'short', Search>> = {
  whole: { neighbours: NEIGHBOURS, longest: 2 ** 32 },
  short: { neighbours: NEIGHBOURS.slice(0, 2), longest: 200 },
};

/** An item has no more neighbours than it shares users with. */
export const keptBy = ({ items, events, userPairs }: LogSize, { neighbours, longest }: Search): number =>
  Math.min(neighbours.at(-1)!, items, Math.min(userPairs, longest * events) / Math.max(1, items));

const method = (id: keyof typeof SEARCHES): Method => ({
  id,
  cost(size) {
    const { items, events, userPairs } = size;
    const search = SEARCHES[id];
    const kept = keptBy(size, search);
    const passes = SHRINKAGES.length + 2;
    const evaluations = SHRINKAGES.length * search.neighbours.length + 2;
    return {
      operations:
        passes * pairing({ ...size, userPairs: Math.min(userPairs, search.longest * events) }) +
        evaluations * scoring(size, kept),
      bytes: 12 * items * kept + 8 * items * SHRINKAGES.length * search.neighbours.length,
    };
  },
});

export default defineRanker({
  id: 'itemKnn',
  place: 3,
  needs: { time: false },
  speed: 'slow',
  methods: [method('whole'), method('short')],
});
