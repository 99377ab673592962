import { defineCommand } from '../../command';

export default defineCommand({
  id: 'runs',
  place: 9,
  about: 'lists the runs of a folder that was written with --run-dir',
  flags: ['run-dir', 'json'],
  needs: ['run-dir'],
  operand: null,
  run: async ({ flags }) => (await import('./runs')).listRuns(flags),
});
