import { defineCommand } from '../../command';

export default defineCommand({
  id: 'presets',
  place: 5,
  about: 'lists the preset graphs',
  flags: ['json'],
  needs: [],
  operand: null,
  run: async ({ flags }) => (await import('./presets')).listPresets(flags),
});
