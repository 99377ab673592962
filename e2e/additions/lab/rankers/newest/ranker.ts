import { defineRanker } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    newest: 'reach';
  }
}

export default defineRanker({
  id: 'newest',
  place: 12,
  needs: { time: true },
  speed: 'fast',
  // Two lists are tried on the validation part, and the better one is shown on both.
  methods: [
    {
      id: 'list',
      cost: ({ users, items, events }) => ({ operations: 4000 * users + 50 * items + events, bytes: 64 * items }),
    },
  ],
});
