import { evaluations, SCATTERED } from '../cost';
import { defineRanker } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    popularityRecency: 'halfLife';
  }
}

/** Half-lives that are tried beside none at all. */
export const HALVINGS = 8;
/** Events between shares that are kept, as a share of the items. */
export const STRETCH = 1 / 4;
/** Of scaling the share of an item and comparing it with those of the wanted items, in several passes. */
const PASSES = 5;

export default defineRanker({
  id: 'popularityRecency',
  place: 3,
  needs: { time: true },
  speed: 'slow',
  // Targets come by their moments: each has all shares scaled and compared, and each event is added once for all.
  methods: [
    {
      id: 'shares',
      cost: (size) => ({
        operations:
          evaluations(size, HALVINGS) * size.users * size.items * PASSES +
          HALVINGS * size.events * (1 / STRETCH + 4 * SCATTERED),
        bytes: (32 + 8 / STRETCH) * size.events + 40 * size.items,
      }),
    },
  ],
});
