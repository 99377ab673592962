import { SHOWN } from '../../evaluate/metrics';
import { defineRanker } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    random: never;
  }
}

/** Of drawing a number and of counting whether it is above another one. */
const DRAW = 20;

export default defineRanker({
  id: 'random',
  place: 1,
  needs: { time: false },
  speed: 'fast',
  methods: [
    { id: 'scores', cost: ({ users, items }) => ({ operations: 2 * DRAW * users * items, bytes: 4 * 64 * items }) },
    {
      id: 'places',
      cost: ({ users, items, events }) => ({ operations: DRAW * (SHOWN * users + events), bytes: items }),
    },
  ],
});
