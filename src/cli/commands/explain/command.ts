import { defineCommand } from '../../command';
import { DATA_FLAGS, PERSON_FLAGS } from '../../flags';

export default defineCommand({
  id: 'explain',
  place: 10,
  about: 'says why an item has its score with a user, by channel, field and past event',
  flags: ['weights', 'params', ...PERSON_FLAGS, 'item', ...DATA_FLAGS, 'device', 'json'],
  needs: ['weights', 'item'],
  needsOne: ['user', 'history'],
  operand: null,
  run: async ({ flags, openLab }) => (await import('./explain')).explain(await openLab(), flags),
});
