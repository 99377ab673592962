/**
 * What the study `datasets` keeps of each run, and of the baselines of each log: enough to compare any two of them user
 * by user.
 */
import type { SplitRule } from '../../../data/dataset';
import type { Evaluation, Metrics } from '../../../lab/evaluate/metrics';
import type { TrialRun } from './record';
import type { Choices, RankerId } from '../../../lab/rankers/ranker';

export interface DatasetRun extends TrialRun {
  /** Floats of an item vector. */
  indexWidth: number;
  metrics: Metrics;
  perUser: FiguresPerUser;
}

export interface BaselineRun {
  kind: 'baselines';
  set: string;
  split: SplitRule;
  users: number;
  testUsers: number;
  items: number;
  pairs: number;
  baselines: Partial<Record<RankerId, { metrics: Metrics; chosen?: Choices; perUser: FiguresPerUser }>>;
}

export type DatasetLine = DatasetRun | BaselineRun;

/** Figures of the tested users, in the order of the test part; those of whom all are 0 are not listed. */
export interface FiguresPerUser {
  readonly users: number;
  readonly above: readonly (readonly [user: number, hr: number, recall: number, ndcg: number])[];
}

export type Figure = 'hr@10' | 'recall@10' | 'ndcg@10';
export const FIGURES: readonly Figure[] = ['hr@10', 'recall@10', 'ndcg@10'];

/** What all lines of a log's baselines say together: what came later has a line of its own. */
export function baselinesOf(lines: readonly DatasetLine[], set: string, split: SplitRule): BaselineRun | null {
  const counted = lines.filter(
    (line): line is BaselineRun => line.kind === 'baselines' && line.set === set && line.split === split,
  );
  const [first] = counted;
  return first
    ? {
        ...first,
        baselines: Object.assign({}, ...counted.map(({ baselines }) => baselines)) as BaselineRun['baselines'],
      }
    : null;
}

/** Digits of a user's figure in a record. */
const DIGITS = 1e4;

export function listedFigures(perUser: Evaluation['perUser']): FiguresPerUser {
  const columns = FIGURES.map((figure) => perUser[figure]);
  const users = columns[0]!.length;
  const rowOf = (user: number) =>
    columns.map((values) => Math.round(values[user]! * DIGITS) / DIGITS) as [number, number, number];
  return {
    users,
    above: Array.from({ length: users }, (_, user) => [user, ...rowOf(user)] as const).filter(([, ...figures]) =>
      figures.some((figure) => figure !== 0),
    ),
  };
}

export function figuresPerUser({ users, above }: FiguresPerUser, figure: Figure): Float32Array {
  const values = new Float32Array(users);
  for (const [user, ...figures] of above) values[user] = figures[FIGURES.indexOf(figure)]!;
  return values;
}
