import { MOST_KEPT } from '../../../lab/funnel/cut-offs';
import { MERGE_RULES, type MergeRule } from '../../../lab/funnel/merge';
import { choice, DATA_FLAGS, toggle, type Flag } from '../../flags';
import { defineCommand } from '../../command';
import { UsageError } from '../../usage-error';

export interface StageFiles {
  sources: readonly { file: string; weight: number }[];
  keep: number;
}

/** A text of scores in place of weights, which may be the last stage alone. */
export const isScores = ({ sources: [first] }: StageFiles): boolean => /\.(csv|tsv)$/i.test(first?.file ?? '');

/** What stands in flags of this command alone. */
export interface FunnelFlags {
  stages: readonly StageFiles[];
  merge: MergeRule;
  byInterest: boolean;
}

const TAKES = `[WEIGHT*]FILE[+…]=KEEP,…, WEIGHT a number above 0, KEEP a whole number from 1 to ${MOST_KEPT}, none above the one before`;

const stages: Flag<readonly StageFiles[]> = {
  value: 'FILE=KEEP,…',
  about:
    'weights files, first to last, each with how many items it hands on: towers.json=200,ranker.json=20; files whose lists are merged with + between them, and their weights: 2*towers.json+mind.json=200,ranker.json=20; last of all a ranker’s scores, a CSV of user,item,score: towers.json=200,scores.csv=50',
  read(given, flag) {
    const read = given.split(',').map((part): StageFiles => {
      const at = part.lastIndexOf('=');
      const sources = part.slice(0, Math.max(0, at)).split('+').map(weighted);
      return { sources, keep: Number(part.slice(at + 1)) };
    });
    const isRight = read.every(
      ({ sources, keep }, at) =>
        sources.every(({ file, weight }) => file !== '' && weight > 0) &&
        Number.isInteger(keep) &&
        keep >= 1 &&
        keep <= (at === 0 ? MOST_KEPT : read[at - 1]!.keep),
    );
    if (!isRight) throw new UsageError(`${flag}: got "${given}", takes ${TAKES}`);
    const texts = read.flatMap(({ sources }, at) =>
      sources
        .filter(({ file }) => isScores({ sources: [{ file, weight: 1 }], keep: 1 }))
        .map(({ file }) => ({ file, at })),
    );
    for (const { file, at } of texts)
      if (at === 0 || at < read.length - 1 || read[at]!.sources.length > 1)
        throw new UsageError(
          `${flag}: "${file}" has scores, which may be the last stage, behind others and alone in it`,
        );
    return read;
  },
};

/** '2*towers.json': what stands before a * is a weight, or a mistake. */
function weighted(given: string): { file: string; weight: number } {
  const at = given.indexOf('*');
  const weight = at < 0 ? '1' : given.slice(0, at).trim();
  return { file: given.slice(at + 1).trim(), weight: /^(\d+\.?\d*|\.\d+)$/.test(weight) ? Number(weight) : NaN };
}

export default defineCommand({
  id: 'funnel',
  place: 12,
  about:
    'runs the test users through stages of exported weights: recall, then rankers of what is left; or follows the items of one --user',
  flags: ['user', 'scores', 'out', ...DATA_FLAGS, 'device', 'json'],
  own: {
    stages,
    merge: choice(
      MERGE_RULES,
      'how lists of several files are merged: places by their weights (the default), or reciprocal rank fusion',
    ),
    'by-interest': toggle('each interest of a model with several retrieves its share of the first stage'),
  },
  needs: [],
  operand: null,
  writes: ['out'],
  run: async ({ flags, own, openLab }) => {
    if (!own.stages) throw new UsageError('lab funnel needs --stages FILE=KEEP,…');
    return (await import('./funnel')).funnel(await openLab(), flags, {
      stages: own.stages,
      merge: own.merge ?? 'quota',
      byInterest: own['by-interest'] ?? false,
    });
  },
});
