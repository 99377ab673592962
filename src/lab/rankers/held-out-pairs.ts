/** How the rankers tell held-out pairs apart, pair by pair: `computeBaselines` keeps figures alone. */
import type { Dataset } from '../../data/dataset';
import type { HeldOutPairs } from '../evaluate/pairs';
import { takingTurns } from '../evaluate/turns';
import { fitOf } from './fits';
import { pairScoresOf } from './fitting/pair-scores';
import { trainingSets } from './fitting/training-sets';
import type { RankerId } from './ranker';

/** @returns [pairs] scores; null of a ranker that scores no item without the others */
export async function pairScoresOfRanker(
  dataset: Dataset,
  id: RankerId,
  pairs: HeldOutPairs,
  signal: AbortSignal,
): Promise<Float32Array | null> {
  const takeTurn = takingTurns(signal);
  const { scorer } = await fitOf(id)({ dataset, sets: trainingSets(dataset), takeTurn, signal }, () => undefined);
  return 'add' in scorer ? pairScoresOf(dataset, pairs, scorer, takeTurn) : null;
}
