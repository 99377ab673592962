import { defineCommand } from '../../command';

export default defineCommand({
  id: 'study',
  place: 8,
  about:
    'runs a study over several seeds and reports on its claims; `datasets` trains presets on the reference logs, for the results table, `impressions` on what they list as shown',
  flags: [
    'seeds',
    'first-seed',
    'record',
    'recorded',
    'device',
    'run-dir',
    'arms',
    'datasets',
    'presets',
    'params',
    'user-id',
    'recent-popularity',
    'ids-only',
    'sets',
    'against',
    'split',
  ],
  needs: [],
  operand: 'ID',
  writes: ['record'],
  run: async ({ flags, operand }) => (await import('./study')).study(operand, flags),
});
