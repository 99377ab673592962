import { defineCommand } from '../../command';

export default defineCommand({
  id: 'world',
  place: 7,
  about: 'writes a generated world as CSV files',
  flags: ['out', 'events', 'world-seed', 'json'],
  needs: ['out'],
  operand: 'ID',
  run: async ({ flags, operand }) => (await import('../worlds/worlds')).exportWorld(operand, flags),
});
