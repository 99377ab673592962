/** How the rankers tell held-out pairs apart, pair by pair: `computeBaselines` keeps figures alone. */
import type { Dataset } from '../../data/dataset';
import type { HeldOutPairs } from '../evaluate/pairs';
import { takingTurns } from '../turns';
import { fitOf } from './fits';
import { pairScoresOf } from './fitting/pair-scores';
import { trainingSets } from './fitting/training-sets';
import { whyLeft, type Ranker, type RankerId } from './ranker';

/** @returns [pairs] scores of each that can be counted and scores an item without the others */
export async function pairScoresOfRankers(
  dataset: Dataset,
  asked: readonly Ranker[],
  pairs: HeldOutPairs,
  signal: AbortSignal,
): Promise<Map<RankerId, Float32Array>> {
  const fitting = { dataset, sets: trainingSets(dataset), takeTurn: takingTurns(signal), signal };
  const scores = new Map<RankerId, Float32Array>();
  for (const { id } of asked.filter((ranker) => !whyLeft(ranker, dataset))) {
    const { scorer } = await fitOf(id)(fitting, () => undefined);
    if ('add' in scorer) scores.set(id, await pairScoresOf(dataset, pairs, scorer, fitting.takeTurn));
  }
  return scores;
}
