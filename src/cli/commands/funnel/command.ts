import { MOST_KEPT } from '../../../lab/funnel/cut-offs';
import { MERGE_RULES, type MergeRule } from '../../../lab/funnel/merge';
import { choice, DATA_FLAGS, toggle, type Flag } from '../../flags';
import { defineCommand } from '../../command';
import { UsageError } from '../../usage-error';

/** As a person names it: weights files, and presets that are trained first. */
export interface NamedStage {
  sources: readonly { name: string; weight: number }[];
  keep: number;
}

/** A text of scores in place of weights, which may be the last stage alone. */
export const isScores = ({ sources: [first] }: NamedStage): boolean => /\.(csv|tsv)$/i.test(first?.name ?? '');

/** What stands in flags of this command alone. */
export interface FunnelFlags {
  /** Null: the standard funnel. */
  stages: readonly NamedStage[] | null;
  merge: MergeRule;
  byInterest: boolean;
}

const TAKES = `[WEIGHT*]NAME[+…]=KEEP,…, NAME a weights file or a preset, WEIGHT a number above 0, KEEP a whole number from 1 to ${MOST_KEPT}, none above the one before`;

const stages: Flag<readonly NamedStage[]> = {
  value: 'NAME=KEEP,…',
  about:
    'weights files, or presets to train first, first to last, each with how many items it hands on: towers.json=200,pre-ranker=20; a file goes before a preset of its name; what is merged with + between, and its weights: 2*towers.json+mind=200,ranker.json=20; last of all a ranker’s scores, a CSV of user,item,score: towers.json=200,scores.csv=50 (presets and cut-offs that suit the data: towers of several interests and two towers, two towers, a pre-ranker)',
  read(given, flag) {
    const read = given.split(',').map((part): NamedStage => {
      const at = part.lastIndexOf('=');
      const sources = part.slice(0, Math.max(0, at)).split('+').map(weighted);
      return { sources, keep: Number(part.slice(at + 1)) };
    });
    const isRight = read.every(
      ({ sources, keep }, at) =>
        sources.every(({ name, weight }) => name !== '' && weight > 0) &&
        Number.isInteger(keep) &&
        keep >= 1 &&
        keep <= (at === 0 ? MOST_KEPT : read[at - 1]!.keep),
    );
    if (!isRight) throw new UsageError(`${flag}: got "${given}", takes ${TAKES}`);
    const texts = read.flatMap(({ sources }, at) =>
      sources.filter((source) => isScores({ sources: [source], keep: 1 })).map(({ name }) => ({ name, at })),
    );
    for (const { name, at } of texts)
      if (at === 0 || at < read.length - 1 || read[at]!.sources.length > 1)
        throw new UsageError(
          `${flag}: "${name}" has scores, which may be the last stage, behind others and alone in it`,
        );
    return read;
  },
};

/** '2*towers.json': what stands before a * is a weight, or a mistake. */
function weighted(given: string): { name: string; weight: number } {
  const at = given.indexOf('*');
  const weight = at < 0 ? '1' : given.slice(0, at).trim();
  return { name: given.slice(at + 1).trim(), weight: /^(\d+\.?\d*|\.\d+)$/.test(weight) ? Number(weight) : NaN };
}

/** Of presets; what is in a file is trained. */
export const TRAINING_FLAGS = ['seed', 'epochs', 'steps', 'batch', 'dim', 'lr', 'table-precision'] as const;

export default defineCommand({
  id: 'funnel',
  place: 12,
  about:
    'runs the test users through stages, of exported weights or of presets that it trains first: recall, then rankers of what is left; or follows the items of one --user',
  flags: ['user', 'scores', 'out', ...DATA_FLAGS, ...TRAINING_FLAGS, 'device', 'run-dir', 'json'],
  own: {
    stages,
    merge: choice(
      MERGE_RULES,
      'how lists of several models are merged: places by their weights (the default), or reciprocal rank fusion',
    ),
    'by-interest': toggle('each interest of a model with several retrieves its share of the first stage'),
  },
  needs: [],
  operand: null,
  writes: ['out'],
  run: async ({ flags, own, openLab }) =>
    (await import('./funnel')).funnel(openLab, flags, {
      stages: own.stages ?? null,
      merge: own.merge ?? 'quota',
      byInterest: own['by-interest'] ?? false,
    }),
});
