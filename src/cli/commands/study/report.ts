/**
 * What a study found, as Markdown: means over seeds with their 95 % intervals, differences between arms over seeds and
 * over users, claims with verdicts.
 */
import { interval } from '../../../lab/evaluate/interval';
import { pairedBootstrap } from '../../../lab/evaluate/bootstrap';
import { digits, spread } from '../../../lab/studies/judging/digits';
import {
  differencesOf,
  ofArm,
  pairsOf,
  valuesOf,
  valuesPerUser,
  type StudyRun,
} from '../../../lab/studies/judging/runs';
import type { Study } from '../../../lab/studies/studies';
import type { Widths } from '../../../model/edits/budget';
import { tableOf } from './markdown';

const MAIN = ['validation ndcg@10', 'hr@10', 'ndcg@10', 'share of the oracle'] as const;
const COMPARED = 'ndcg@10';
const SAMPLES = 2000;
const BOOTSTRAP_SEED = 1;

/** @param widths of the graphs of each arm, those of all seeds together */
export function reportOf(
  study: Study,
  runs: readonly StudyRun[],
  widths: Readonly<Record<string, readonly Widths[]>>,
): string {
  const arms = Object.keys(study.arms).filter((arm) => runs.some((run) => run.arm === arm));
  const { id, events, seed } = study.world;
  return [
    `# ${study.id}`,
    study.question,
    `World ${id}, ${events} events, ${seed === 'run' ? 'one for each seed' : `seed ${seed}`}. Mean ± half of the 95 % interval over seeds (how many). ${[...new Set(runs.map(({ adapter }) => adapter))].join(', ')}.`,
    armsTable(arms, runs, widths),
    ...measuresTable(arms, runs),
    ...differences(study, runs),
    ...study.claims.map(({ text, judge }) => {
      const { verdict, numbers } = judge(runs);
      return `**${verdict}**: ${text}\n${numbers}`;
    }),
  ].join('\n\n');
}

function armsTable(
  arms: readonly string[],
  runs: readonly StudyRun[],
  widths: Readonly<Record<string, readonly Widths[]>>,
): string {
  return tableOf(
    [
      'arm',
      'parameters',
      'final width',
      'widths',
      'validation NDCG@10',
      'HR@10',
      'NDCG@10',
      'NDCG@10 / oracle',
      'steps',
      'seconds',
    ],
    arms.map((arm) => {
      const own = ofArm(runs, arm);
      const middle = (of: (run: StudyRun) => number) => String(Math.round(interval(own.map(of)).mean));
      return [
        arm,
        [...new Set(own.map(({ parameters }) => parameters))].join(', '),
        [...new Set(own.map(({ finalWidth }) => finalWidth))].join(', '),
        widthsText(widths[arm] ?? []),
        ...MAIN.map(
          (measure) => `${spread(valuesOf(runs, arm, measure))}${measure === 'ndcg@10' ? ` (${own.length})` : ''}`,
        ),
        middle(({ steps }) => steps),
        middle(({ seconds }) => seconds),
      ];
    }),
  );
}

/**
 * `tables 8–16, hidden 16`: the narrowest and the widest of all graphs, so that no table too narrow to learn anything
 * is passed over.
 */
function widthsText(widths: readonly Widths[]): string {
  const ranges = (['tables', 'hidden'] as const).flatMap((part) => {
    const all = widths.flatMap((own) => Object.values(own[part]).flat());
    const [least, most] = [Math.min(...all), Math.max(...all)];
    return all.length === 0 ? [] : [`${part} ${least === most ? least : `${least}–${most}`}`];
  });
  return ranges.join(', ');
}

/** What a study measures of its own: a line per number, a column per arm that has any. */
function measuresTable(arms: readonly string[], runs: readonly StudyRun[]): string[] {
  const own = (run: StudyRun) =>
    Object.keys(run.measures).filter((name) => !(MAIN as readonly string[]).includes(name));
  const names = [...new Set(runs.flatMap(own))];
  const measured = arms.filter((arm) => ofArm(runs, arm).some((run) => own(run).length > 0));
  if (names.length === 0) return [];
  return [
    tableOf(
      ['measure', ...measured],
      names.map((name) => [name, ...measured.map((arm) => spread(valuesOf(runs, arm, name)))]),
    ),
  ];
}

function differences({ compare, world }: Study, runs: readonly StudyRun[]): string[] {
  const rows = compare.flatMap(([one, other]) => {
    const over = differencesOf(runs, one, other, COMPARED);
    if (over.length === 0) return [];
    const { low, high } = overUsers(runs, one, other, world.seed !== 'run');
    return [[`${one} - ${other}`, `${spread(over)} (${over.length})`, `${digits(low)} to ${digits(high)}`]];
  });
  return rows.length === 0
    ? []
    : [tableOf(['difference in NDCG@10', 'over seeds', 'over users, paired bootstrap'], rows)];
}

/**
 * Users of one world are the same for every seed, so that each counts once, with his mean; users of several worlds are
 * different people.
 */
function overUsers(
  runs: readonly StudyRun[],
  one: string,
  other: string,
  isOneWorld: boolean,
): { low: number; high: number } {
  const pairs = pairsOf(runs, one, other).map((pair) => pair.map(({ ndcg }) => valuesPerUser(ndcg)));
  const side = (at: 0 | 1): Float32Array => {
    const lists = pairs.map((pair) => pair[at]!);
    return Float32Array.from(
      isOneWorld
        ? lists[0]!.map((_, u) => lists.reduce((sum, list) => sum + list[u]!, 0) / lists.length)
        : lists.flatMap((list) => [...list]),
    );
  };
  return pairedBootstrap(side(0), side(1), SAMPLES, BOOTSTRAP_SEED);
}
