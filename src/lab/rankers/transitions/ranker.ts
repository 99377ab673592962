import { SCATTERED } from '../cost';
import { defineRanker } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    transitions: never;
  }
}

/** Positions two events of a user may lie apart, and the newest history items a score looks at. */
export const REACH = 5;

export default defineRanker({
  id: 'transitions',
  place: 11,
  needs: { time: true },
  speed: 'fast',
  methods: [
    {
      id: 'pairs',
      // What follows an item is at most `REACH` for each of its events, and a target asks for frequent items often.
      cost: ({ users, items, events, itemPairs }) => ({
        operations:
          SCATTERED * (REACH * events + 2 * REACH * users * Math.min(items, (REACH * itemPairs) / Math.max(1, events))),
        bytes: 16 * REACH * events,
      }),
    },
  ],
});
