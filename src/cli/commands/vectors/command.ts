import { defineCommand } from '../../command';
import { DATA_FLAGS } from '../../flags';

export default defineCommand({
  id: 'vectors',
  place: 4,
  about: 'exports item and user vectors for an inner-product index',
  flags: ['weights', 'params', 'as-of', 'out', ...DATA_FLAGS, 'device', 'json'],
  needs: ['weights', 'out'],
  operand: null,
  writes: ['out'],
  run: async ({ flags, openLab }) => (await import('./vectors')).vectors(await openLab(), flags),
});
