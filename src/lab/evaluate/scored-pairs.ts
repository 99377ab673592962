/**
 * A ranker of which only its scores are known: a column of numbers of the log, say those of the ranker in production.
 * It has a score where the log has a row, and held-out items always have one while other candidates have one only where
 * they were shown. So nothing is ranked by it, and it is compared with on the pairs with a score alone.
 */
import type { Dataset } from '../../data/dataset';
import { shownOf } from '../../data/shown';
import { teacherScores } from '../../data/teacher-scores';
import { removedItems } from './rank';
import { shareIn } from './share-in';

/** Of one user: the score of each candidate that has one. */
export type ScoredItems = ReadonlyMap<number, number>;

/**
 * By user of the test part, of those who have any. Of an item with several rows there the score of the first, events
 * before shown rows.
 * @throws RangeError where the rows have no such column of numbers
 */
export function scoresAtTest(dataset: Dataset, column: string): Map<number, ScoredItems> {
  const { events, shown, split } = dataset;
  const scores = teacherScores({ outcomes: events.outcomes, shown }, { column, gives: 'logit' });
  const found = new Map<number, Map<number, number>>();
  const removed = new Map<number, ReadonlySet<number>>();
  const add = (user: number, item: number, score: number): void => {
    // Who is not tested has none removed either.
    if (Number.isNaN(score) || (removed.get(user)?.has(item) ?? true)) return;
    const own = found.get(user) ?? new Map<number, number>();
    if (!own.has(item)) own.set(item, score);
    found.set(user, own);
  };
  for (const target of split.test) {
    removed.set(target.user, new Set(removedItems(dataset, target)));
    for (const event of target.events) add(target.user, events.item[event]!, scores.ofEvent(event));
  }
  if (shown) for (const row of shownOf(shown, 'test')) add(shown.user[row]!, shown.item[row]!, scores.ofShown(row));
  return found;
}

/** The first `k` by their scores; ties: the lowest item. */
export const firstByScores = (items: readonly number[], scores: ScoredItems, k: number): number[] =>
  items.toSorted((a, b) => scores.get(b)! - scores.get(a)! || a - b).slice(0, k);

/**
 * Overlap@K of an order with that of the scores; null where there are no more than K items, which are the first K in
 * whatever order.
 * @param ordered best first, all with a score
 */
export const overlapWithScores = (ordered: readonly number[], scores: ScoredItems, k: number): number | null =>
  ordered.length > k ? shareIn(firstByScores(ordered, scores, k), ordered.slice(0, k)) : null;
