import { defineCommand } from '../../command';
import { DATA_FLAGS } from '../../flags';

export default defineCommand({
  id: 'vectors',
  place: 4,
  about: 'writes the vectors of all items and of the users as of the end of the log, for an index of inner products',
  flags: ['weights', 'as-of', 'out', ...DATA_FLAGS, 'json'],
  needs: ['weights', 'out'],
  operand: null,
  run: async ({ flags, openLab }) => (await import('./vectors')).vectors(await openLab(), flags),
});
