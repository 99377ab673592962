/**
 * What rankers read of the pasts of targets, made once for each: the choice of a setting ranks the same targets some
 * dozens of times.
 */
import type { Dataset, Target } from '../../../data/dataset';
import { historyItemsOf, historyOf } from '../../../data/history';
import { removedItems } from '../../evaluate/rank';

function onceForEach(make: (dataset: Dataset, target: Target) => Uint32Array) {
  const made = new WeakMap<Dataset, WeakMap<Target, Uint32Array>>();
  return (dataset: Dataset, target: Target): Uint32Array => {
    let ofDataset = made.get(dataset);
    if (!ofDataset) made.set(dataset, (ofDataset = new WeakMap()));
    let items = ofDataset.get(target);
    if (!items) ofDataset.set(target, (items = make(dataset, target)));
    return items;
  };
}

/** Distinct items of the history, in the order of their first event. */
export const pastItemsOf = onceForEach(historyItemsOf);

/** The same in the order of their newest event, the newest first. */
export const newestItemsOf = onceForEach((dataset, target) =>
  Uint32Array.from(new Set(Array.from(historyOf(dataset, target), (event) => dataset.events.item[event]!).reverse())),
);

/** The distinct items that are no candidates: see `removedItems`. */
export const removedOf = onceForEach(removedItems);
