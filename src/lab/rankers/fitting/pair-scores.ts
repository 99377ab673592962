/** Scores of held-out pairs by a ranker that scores one item without the others. */
import type { Dataset } from '../../../data/dataset';
import { pastAt, type HeldOutPairs } from '../../evaluate/pairs';
import type { TakeTurn } from '../../turns';
import { ScoreRow, type RowScorer } from './score-row';

const NONE = new Uint32Array(0);

/**
 * [pairs] single precision. A row is made once for all pairs that a user has at one point of his past, or at one moment
 * where a scorer looks at it.
 */
export async function pairScoresOf(
  { items: { length: catalogue } }: Dataset,
  pairs: HeldOutPairs,
  { base, ofMoment, add }: RowScorer,
  takeTurn: TakeTurn,
): Promise<Float32Array> {
  const { users, items, history, time } = pairs;
  const row = new ScoreRow(catalogue);
  const scores = new Float32Array(items.length);
  const isAnother = (pair: number, last: number): boolean =>
    users[pair] !== users[last] || history[pair] !== history[last] || (ofMoment === true && time[pair] !== time[last]);
  for (const [pair, item] of items.entries()) {
    if (pair === 0 || isAnother(pair, pair - 1)) {
      await takeTurn();
      row.clear();
      add({ ...pastAt(pairs, pair), events: NONE, items: NONE, apart: NONE }, row);
    }
    scores[pair] = (row.has(item) ? row.sumOf(item) : 0) + base[item]!;
  }
  return scores;
}
