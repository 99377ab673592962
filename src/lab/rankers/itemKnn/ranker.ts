import { evaluations, pairing, scoring } from '../cost';
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

/** What is counted in pairs, each user by no more than his newest items. */
const counted = (size: LogSize, { longest }: Search): LogSize => ({
  ...size,
  userPairs: Math.min(size.userPairs, longest * size.events),
});

/** What all items keep together: an item has no more neighbours than it shares users with. */
const keptIn = ({ items, userPairs }: LogSize, { neighbours }: Search): number =>
  Math.min(items * Math.min(neighbours.at(-1)!, items), userPairs);

/** Of scoring every user once: a frequent item is a neighbour of many others, and stands in many histories. */
export function scoringByNeighbours(all: LogSize, search: Search): number {
  const size = counted(all, search);
  const { items, events, userPairs, itemPairs } = size;
  const shared = (itemPairs * userPairs) / Math.max(1, events) ** 2;
  return scoring(size, Math.min(items, (shared * keptIn(size, search)) / Math.max(1, userPairs)));
}

const method = (id: keyof typeof SEARCHES): Method => ({
  id,
  cost(all) {
    const search = SEARCHES[id];
    const size = counted(all, search);
    const settings = SHRINKAGES.length * search.neighbours.length;
    return {
      operations:
        (SHRINKAGES.length + 2) * pairing(size) + evaluations(size, settings) * scoringByNeighbours(all, search),
      bytes: 12 * keptIn(size, search) + 8 * size.items * settings,
    };
  },
});

export default defineRanker({
  id: 'itemKnn',
  place: 4,
  needs: { time: false },
  speed: 'slow',
  methods: [method('whole'), method('short')],
});
