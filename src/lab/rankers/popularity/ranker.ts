import { defineRanker } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    popularity: never;
  }
}

export default defineRanker({
  id: 'popularity',
  place: 2,
  needs: { time: false },
  speed: 'fast',
  // The items are sorted once, and each target looks for its own among them.
  methods: [
    {
      id: 'counts',
      cost: ({ users, items, events }) => ({
        operations: 10 * items * Math.log2(items + 1) + 1000 * users + events,
        bytes: 40 * items,
      }),
    },
  ],
});
