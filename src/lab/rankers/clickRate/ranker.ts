import { defineRanker } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    clickRate: never;
  }
}

export default defineRanker({
  id: 'clickRate',
  place: 12,
  needs: { time: false, shown: true },
  speed: 'fast',
  // As popularity, and the shown rows are counted.
  methods: [
    {
      id: 'rates',
      cost: ({ users, items, events }) => ({
        operations: 10 * items * Math.log2(items + 1) + 1000 * users + 2 * events,
        bytes: 48 * items,
      }),
    },
  ],
});
