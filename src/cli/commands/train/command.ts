import { defineCommand } from '../../command';
import { DATA_FLAGS } from '../../flags';

export default defineCommand({
  id: 'train',
  place: 1,
  about: 'trains a model and tests it against the baselines',
  flags: [
    ...DATA_FLAGS,
    'preset',
    'graph',
    'params',
    'seed',
    'epochs',
    'steps',
    'batch',
    'dim',
    'user-id',
    'recent-popularity',
    'measure-fields',
    'teacher',
    'lr',
    'baselines',
    'out',
    'device',
    'run-dir',
    'resume',
    'json',
  ],
  needs: [],
  operand: null,
  writes: ['out'],
  run: async ({ flags, openLab }) => (await import('./train')).train(openLab, flags),
});
