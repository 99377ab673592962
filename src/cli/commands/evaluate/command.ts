import { defineCommand } from '../../command';
import { DATA_FLAGS } from '../../flags';

export default defineCommand({
  id: 'evaluate',
  place: 2,
  about: 'evaluates exported weights on a log',
  flags: [
    'weights',
    'params',
    'per-interest',
    'k',
    'category',
    'diversity',
    'ranker',
    'scores',
    'baselines',
    ...DATA_FLAGS,
    'device',
    'json',
  ],
  needs: ['weights'],
  operand: null,
  beside: [['k', 'per-interest']],
  run: async ({ flags, openLab }) => (await import('./evaluate')).evaluate(await openLab(), flags),
});
