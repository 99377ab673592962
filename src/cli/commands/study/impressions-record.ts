/**
 * What the study `impressions` keeps of each run, and of the baselines of each log: enough to compare any two of them
 * user by user.
 */
import type { SplitRule } from '../../../data/dataset';
import type { UserResamples, SampledMeans } from '../../../lab/evaluate/bootstrap';
import { auc, aucByUser, type UserAuc } from '../../../lab/evaluate/pair-metrics';
import type { HeldOutPairs } from '../../../lab/evaluate/pairs';
import type { RankerId } from '../../../lab/rankers/ranker';
import type { TrialRun } from './record';

/** How a system tells the test pairs of a log apart. */
export interface PairFigures {
  auc: number;
  /** AUC of each user who has pairs of both kinds, by user, to four digits. */
  byUser: readonly number[];
}

export interface ImpressionRun extends TrialRun, PairFigures {}

export interface ImpressionBaselines {
  kind: 'baselines';
  set: string;
  split: SplitRule;
  /** Test pairs of both kinds. */
  taken: number;
  shown: number;
  /** How many of them each user has who has both, as `byUser` of the systems. */
  pairsByUser: readonly number[];
  baselines: Partial<Record<RankerId, PairFigures>>;
}

export type ImpressionLine = ImpressionRun | ImpressionBaselines;

/** Digits of a user's figure in a record. */
const DIGITS = 1e4;

/**
 * @param scores [pairs]
 * @throws Error where all pairs are of one kind
 */
export function pairFigures({ users, labels }: HeldOutPairs, scores: Float32Array): PairFigures {
  const all = auc(scores, labels);
  if (all === null) throw new Error('impressions: the test part has pairs of one kind alone');
  return {
    auc: all,
    byUser: aucByUser(scores, labels, users).map(({ auc: own }: UserAuc) => Math.round(own * DIGITS) / DIGITS),
  };
}

/** GAUC of a run, over all users and over those of each sample, who keep their pairs. */
export function gaucOf(
  resamples: UserResamples,
  pairsByUser: readonly number[],
  { byUser }: Pick<PairFigures, 'byUser'>,
): SampledMeans {
  const weight = resamples.meansOf(Float32Array.from(pairsByUser));
  const sum = resamples.meansOf(Float32Array.from(byUser, (own, user) => own * pairsByUser[user]!));
  return { mean: sum.mean / weight.mean, samples: sum.samples.map((own, s) => own / weight.samples[s]!) };
}
