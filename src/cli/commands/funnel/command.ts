import { MOST_KEPT } from '../../../lab/funnel/cut-offs';
import { DATA_FLAGS, type Flag } from '../../flags';
import { defineCommand } from '../../command';
import { UsageError } from '../../usage-error';

export interface StageAsked {
  file: string;
  keep: number;
}

const TAKES = `FILE=KEEP,…, KEEP a whole number from 1 to ${MOST_KEPT}, none above the one before`;

const stages: Flag<readonly StageAsked[]> = {
  value: 'FILE=KEEP,…',
  about: 'weights files, first to last, each with how many items it hands on: towers.json=200,ranker.json=20',
  read(given, flag) {
    const read = given.split(',').map((part): StageAsked => {
      const at = part.lastIndexOf('=');
      return { file: part.slice(0, Math.max(0, at)).trim(), keep: Number(part.slice(at + 1)) };
    });
    const isRight = read.every(
      ({ file, keep }, at) =>
        file !== '' && Number.isInteger(keep) && keep >= 1 && keep <= (at === 0 ? MOST_KEPT : read[at - 1]!.keep),
    );
    if (!isRight) throw new UsageError(`${flag}: got "${given}", takes ${TAKES}`);
    return read;
  },
};

export default defineCommand({
  id: 'funnel',
  place: 12,
  about:
    'runs the test users through stages of exported weights: recall, then rankers of what is left; or follows the items of one --user',
  flags: ['user', ...DATA_FLAGS, 'device', 'json'],
  own: { stages },
  needs: [],
  operand: null,
  run: async ({ flags, own, openLab }) => {
    if (!own.stages) throw new UsageError('lab funnel needs --stages FILE=KEEP,…');
    return (await import('./funnel')).funnel(await openLab(), flags, own.stages);
  },
});
