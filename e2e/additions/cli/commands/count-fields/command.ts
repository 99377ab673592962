import { defineCommand } from '../../command';
import { DATA_FLAGS } from '../../flags';

export default defineCommand({
  id: 'count-fields',
  place: 100,
  about: 'counts the fields of a log',
  flags: [...DATA_FLAGS, 'json'],
  needs: [],
  operand: null,
  run: async ({ flags, openLab }) => (await import('./count-fields')).countFields(await openLab(), flags),
});
