/** Popularity: the training events of an item, the same list for everybody. What every model has to beat first. */
import type { Dataset, Target } from '../../../data/dataset';
import { removedItems, type Scorer, topItems } from '../rank';
import { NO_ITEM } from '../metrics';
import type { Baseline } from './fitting/baseline';

export function popularityScorer({ split }: Dataset): Scorer {
  const items = split.itemCounts.length;
  return (targets) => {
    const scores = new Float32Array(targets.length * items);
    targets.forEach((_, t) => scores.set(split.itemCounts, t * items));
    return scores;
  };
}

/**
 * What Popularity shows a user: up to `k` items, best first, items of the history removed unless the protocol keeps
 * them, ties by lowest index.
 */
export function popularityList(dataset: Dataset, target: Target, k: number): Uint32Array {
  return topItems(dataset.split.itemCounts, k, removedItems(dataset, target)).filter((item) => item !== NO_ITEM);
}

export default {
  id: 'popularity',
  needs: { time: false, maxItems: Infinity },
  work: 1,
  fit: ({ dataset }) => ({ scorer: popularityScorer(dataset) }),
} satisfies Baseline;
