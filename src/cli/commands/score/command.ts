import { defineCommand } from '../../command';
import { DATA_FLAGS, type Flag } from '../../flags';
import { UsageError } from '../../usage-error';

const column: Flag<string> = {
  value: 'NAME',
  about: 'what the column of scores is called (score)',
  read(given, flag) {
    if (given.trim() === '') throw new UsageError(`${flag}: a column has a name`);
    return given.trim();
  },
};

export default defineCommand({
  id: 'score',
  place: 15,
  about: 'writes the log as CSV with the score that exported weights give to each of its rows, as of its own moment',
  flags: ['weights', 'out', ...DATA_FLAGS, 'device', 'json'],
  own: { column },
  needs: ['weights', 'out'],
  operand: null,
  writes: ['out'],
  run: async ({ flags, own, openLab }) => {
    if (flags.split === 'random')
      throw new UsageError('lab score: under --split random what is held out would be in the pasts of other rows');
    return (await import('./score')).score(await openLab(), flags, own.column ?? 'score');
  },
});
