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
/** Of bringing the share of an item to a moment and comparing it with those of the wanted items, in several passes. */
const PASSES = 12;

export default defineRanker({
  id: 'popularityRecency',
  place: 3,
  needs: { time: true },
  speed: 'slow',
  // Each target has all shares brought to its moment, and half a stretch of events added to them one by one.
  methods: [
    {
      id: 'shares',
      cost: (size) => ({
        operations:
          evaluations(size, HALVINGS) * size.users * size.items * (PASSES + (SCATTERED * STRETCH) / 2) +
          HALVINGS * size.events * (1 / STRETCH + 2 * SCATTERED),
        bytes: (32 + 8 / STRETCH) * size.events + 40 * size.items,
      }),
    },
  ],
});
