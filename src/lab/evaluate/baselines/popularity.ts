/** Popularity: the training events of an item, the same list for everybody. What every model has to beat first. */
import type { Dataset, Target } from '../../../data/dataset';
import { removedItems, type Scorer, topItems } from '../rank';
import { NO_ITEM } from '../metrics';

export function popularityScorer({ split }: Dataset): Scorer {
  const items = split.itemCounts.length;
  return (targets) => {
    const scores = new Float32Array(targets.length * items);
    targets.forEach((_, t) => scores.set(split.itemCounts, t * items));
    return scores;
  };
}

/** What Popularity shows a user: up to `k` items, best first, items of the history removed unless the protocol keeps them, ties by lowest index. */
export function popularityList(dataset: Dataset, target: Target, k: number): Uint32Array {
  return topItems(dataset.split.itemCounts, k, removedItems(dataset, target)).filter((item) => item !== NO_ITEM);
}

/**
 * The scorer of a counting model: `add` writes a target's scores into a row of zeros, popularity (1 for the most popular item) x 1e-6 then breaks ties.
 * Sums are taken in double precision and rounded once.
 */
export function countingScorer({ split }: Dataset, add: (target: Target, row: Float64Array) => void): Scorer {
  const items = split.itemCounts.length;
  const most = split.itemCounts.reduce((a, b) => Math.max(a, b), 1);
  const tieBreak = Float64Array.from(split.itemCounts, (count) => (count / most) * 1e-6);
  const row = new Float64Array(items);
  return (targets) => {
    const scores = new Float32Array(targets.length * items);
    targets.forEach((target, t) => {
      row.fill(0);
      add(target, row);
      for (let i = 0; i < items; i++) scores[t * items + i] = row[i]! + tieBreak[i]!;
    });
    return scores;
  };
}
