import { defineCommand } from '../../command';

export default defineCommand({
  id: 'worlds',
  place: 6,
  about: 'lists the generated worlds',
  flags: ['json'],
  needs: [],
  operand: null,
  run: async ({ flags }) => (await import('./worlds')).listWorlds(flags),
});
