import { defineCommand } from '../../command';
import { DATA_FLAGS, PERSON_FLAGS, type Flag } from '../../flags';
import { UsageError } from '../../usage-error';

/** A list that a device orders at once. */
const MOST = 10_000;

const candidates: Flag<readonly string[]> = {
  value: 'ID,…',
  about: 'items to order, by their ids in the log',
  read(given, flag) {
    const ids = given
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== '');
    if (ids.length === 0 || ids.length > MOST)
      throw new UsageError(`${flag}: got ${ids.length} ids, takes from 1 to ${MOST}`);
    const twice = ids.find((id, at) => ids.indexOf(id) < at);
    if (twice !== undefined) throw new UsageError(`${flag}: "${twice}" is there twice`);
    return ids;
  },
};

export default defineCommand({
  id: 'rank',
  place: 13,
  about: 'orders items you name for a user, or a person you make up, with exported weights: two towers or a ranker',
  flags: ['weights', 'params', ...PERSON_FLAGS, ...DATA_FLAGS, 'device', 'json'],
  own: { candidates },
  needs: ['weights'],
  needsOne: ['user', 'history'],
  operand: null,
  run: async ({ flags, own, openLab }) => {
    if (!own.candidates) throw new UsageError('lab rank needs --candidates ID,…');
    return (await import('./rank')).rank(await openLab(), flags, own.candidates);
  },
});
