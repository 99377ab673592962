/**
 * A ranker over the full catalogue: every item is scored for each target, so that its figures stand beside those of two
 * towers. It costs users x items passes; what it is for are the candidates of a funnel.
 */
import type { Dataset, Target } from '../../data/dataset';
import type { CompiledGraph } from '../../model/run/compile';
import type { CandidateScorer } from '../../model/run/candidate-scorer';
import type { Serving } from '../training/serving';
import type { Evaluation } from './metrics';
import type { ChunkRanking } from './model';
import { evaluateScorer, rankScores, removedItems, type RankOptions } from './rank';
import { rowsOfTargets, scoresNotFinite } from './targets';

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
  if (!all.every(Number.isFinite)) throw scoresNotFinite();
  return all;
}

/** Nothing may change the weights meanwhile. @throws LabError (scores-not-finite); the signal's reason when aborted */
export function evaluateRanker(
  { catalogueScorer: scorer, dataset, compiled }: Serving,
  targets: readonly Target[],
  options: RankOptions = {},
): Promise<Evaluation> {
  scorer.keepItems();
  return evaluateScorer(dataset, targets, (part) => scoresOfTargets(scorer, dataset, part, compiled), {
    ...options,
    chunk: scorer.users,
  });
}

/** The `k` best items for one target, and where its own stand. @throws LabError (scores-not-finite) */
export async function rankByScores(
  { catalogueScorer: scorer, dataset, compiled }: Serving,
  target: Target,
  k: number,
): Promise<ChunkRanking> {
  scorer.keepItems();
  const scores = await scoresOfTargets(scorer, dataset, [target], compiled);
  const { shown: top, ...standings } = rankScores(scores, target.items, removedItems(dataset, target), k);
  return { top, topScores: Float32Array.from(top, (item) => scores[item] ?? 0), ...standings };
}
