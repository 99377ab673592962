/**
 * A ranker over the full catalogue: every item is scored for each target, so that its figures stand beside those of two
 * towers. It costs users x items passes; what it is for are the candidates of a funnel. The scores stay on the device,
 * which ranks them; what comes back are places and short lists.
 */
import { areFinite } from '../../engine/are-finite';
import type { Dataset, Target } from '../../data/dataset';
import { ScoreRanker } from '../../engine/kernels/retrieval/score-ranker';
import { onGpu } from '../../engine/run-kernel';
import { Submits } from '../../engine/submits';
import type { CompiledGraph } from '../../model/run/compile';
import type { CandidateScorer } from '../../model/run/candidate-scorer';
import type { Serving } from '../training/serving';
import { metricsOf, SHOWN, type Evaluation } from './metrics';
import { queryOf, rankingsTogether, removedAmong, type TargetRanking } from './query';
import type { RankOptions } from './rank';
import { rowsOfTargets, scoresNotFinite } from './targets';
import { takingTurns } from '../turns';

/** What ranks by pairs. */
export type PairServing = Pick<Serving, 'catalogueScorer' | 'dataset' | 'compiled'>;

/** Users ranked together: the commands of a ranking are as many for one of them. */
const MOST_USERS = 32;
/** Scores of those with the catalogue, four bytes each. */
const MOST_SCORES = 2 ** 23;

/** How many of so many users are ranked together: whole chunks of the scorer. */
export function usersTogether({ catalogueScorer: { users }, dataset }: PairServing, targets: number): number {
  const most = Math.min(MOST_USERS, MOST_SCORES / Math.max(1, dataset.items.length));
  return Math.max(1, Math.min(targets, Math.max(1, Math.floor(most / users)) * users));
}

/**
 * [targets x items], by the items that `scorer` was told to keep last.
 * @throws LabError (scores-not-finite)
 */
export async function scoresOfTargets(
  scorer: CandidateScorer,
  dataset: Dataset,
  targets: readonly Target[],
  compiled: CompiledGraph,
): Promise<Float32Array> {
  const items = dataset.items.length;
  const all = new Float32Array(targets.length * items);
  for (let from = 0; from < targets.length; from += scorer.users) {
    const part = targets.slice(from, from + scorer.users);
    all.set(await scorer.scoreAll(rowsOfTargets(dataset, part, compiled)), from * items);
  }
  if (!areFinite(all)) throw scoresNotFinite();
  return all;
}

/** Has `ranker` take the scores of these users, who are `user` and so on of those that it ranks together. */
export function scoreCatalogue(
  ranker: ScoreRanker,
  { catalogueScorer: scorer, dataset, compiled }: PairServing,
  part: readonly Target[],
  user: number,
): void {
  for (const { scores, ...place } of scorer.catalogue(rowsOfTargets(dataset, part, compiled))) {
    ranker.write(scores, scorer.each, { user, users: part.length, ...place });
    scores.dispose();
  }
}

/**
 * Ranks the targets and lists the best `k` items of each, without those that `removedItems` names, by the items that
 * the serving's scorer was told to keep last. Of as many targets as it takes at once all scores are asked for before
 * the first wait.
 * @throws LabError (scores-not-finite); the signal's reason when aborted, between two chunks of users
 */
export async function rankByScores(
  serving: PairServing,
  targets: readonly Target[],
  k: number,
  { signal, onProgress }: Pick<RankOptions, 'signal' | 'onProgress'> = {},
): Promise<TargetRanking> {
  const { dataset, catalogueScorer: scorer } = serving;
  const together = usersTogether(serving, targets.length);
  const ranker = new ScoreRanker(dataset.items.length, together, signal);
  const submits = new Submits();
  const removed: number[][] = [];
  const takeTurn = takingTurns(signal);
  try {
    for (let from = 0; from < targets.length; from += together) {
      const group = targets.slice(from, from + together);
      for (let user = 0; user < group.length; user += scorer.users) {
        if (from + user > 0) await takeTurn();
        const part = group.slice(user, user + scorer.users);
        scoreCatalogue(ranker, serving, part, user);
        if (onGpu()) await submits.next();
        onProgress?.((from + user + part.length) / targets.length);
      }
      const query = queryOf(dataset, group, k);
      await ranker.rank(query);
      removed.push(removedAmong(query));
    }
    const { rankings, finite } = await ranker.take();
    if (!finite) throw scoresNotFinite();
    return rankingsTogether(rankings, removed, targets);
  } finally {
    ranker.dispose();
  }
}

/** Nothing may change the weights meanwhile. @throws as `rankByScores` */
export async function evaluateRanker(
  serving: PairServing,
  targets: readonly Target[],
  options: RankOptions = {},
): Promise<Evaluation> {
  serving.catalogueScorer.keepItems();
  const { top, ...standings } = await rankByScores(serving, targets, SHOWN, options);
  return metricsOf({ targets, ...standings, shown: top }, serving.dataset.split.itemCounts, options.ks);
}
