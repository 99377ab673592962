import { defineCommand } from '../../command';
import { DATA_FLAGS, PERSON_FLAGS } from '../../flags';

export default defineCommand({
  id: 'retrieve',
  place: 3,
  about: 'retrieves items for a user, or a person you make up, with exported weights',
  flags: [
    'weights',
    'params',
    ...PERSON_FLAGS,
    'k',
    'per-interest',
    'category',
    'diversity',
    ...DATA_FLAGS,
    'device',
    'json',
  ],
  needs: ['weights'],
  needsOne: ['user', 'history'],
  operand: null,
  run: async ({ flags, openLab }) => (await import('./retrieve')).retrieve(await openLab(), flags),
});
