import { defineCommand } from '../../command';
import { DATA_FLAGS, integer } from '../../flags';

export default defineCommand({
  id: 'count-fields',
  place: 9,
  about: 'counts the fields of a log',
  flags: [...DATA_FLAGS, 'json'],
  own: { least: integer(0, 1000, 'says nothing of a log with fewer fields') },
  needs: [],
  operand: null,
  run: async ({ flags, own: { least = 0 }, openLab }) =>
    (await import('./count-fields')).countFields(await openLab(), flags, least),
});
