import { defineCommand } from '../../command';
import { DATA_FLAGS } from '../../flags';

export default defineCommand({
  id: 'retrieve',
  place: 3,
  about: 'retrieves items for a user with exported weights',
  flags: ['weights', 'user', 'k', 'per-interest', 'category', 'diversity', ...DATA_FLAGS, 'json'],
  needs: ['weights', 'user'],
  operand: null,
  run: async ({ flags, openLab }) => (await import('./retrieve')).retrieve(await openLab(), flags),
});
