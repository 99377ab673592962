import { defineCommand } from '../../command';
import { DATA_FLAGS, integer, positive } from '../../flags';

const MOST_BUDGET = 1e6;

export default defineCommand({
  id: 'select',
  place: 14,
  about: 'says what each field of exported weights costs and is worth: its gates, and what is lost without it',
  flags: ['weights', ...DATA_FLAGS, 'device', 'json'],
  own: {
    shuffles: integer(1, 100, 'times each field is shuffled (3)'),
    budget: positive(MOST_BUDGET, 'say which fields fit this cost, those most likely kept first'),
  },
  needs: ['weights'],
  operand: null,
  run: async ({ flags, own, openLab }) => (await import('./select')).select(await openLab(), flags, own),
});
