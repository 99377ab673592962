/**
 * Click-through rate: of the training impressions of an item the share that was taken, the same list for everybody.
 * What a ranker of impressions has to beat first: popularity counts what was taken, and so mostly what was shown.
 */
import type { Dataset } from '../../../data/dataset';
import { shownOf } from '../../../data/shown';
import type { Fit } from '../fitting/fitting';
import type { RowScorer } from '../fitting/score-row';
import type { Rankers } from '../ranker';

/** Impressions at the mean rate that are added to those of each item: a rate over a few says little. */
export const PRIOR = 20;

/** @throws Error where nothing is shown and not taken */
export function clickRateScorer({ items, shown, split }: Dataset): RowScorer {
  if (!shown) throw new Error('internal: rates are counted without impressions');
  const rows = shownOf(shown, 'train');
  const notTaken = new Uint32Array(items.length);
  for (const row of rows) notTaken[shown.item[row]!]!++;
  const taken = split.itemCounts;
  const mean = split.train.length / Math.max(1, split.train.length + rows.length);
  return {
    base: Float64Array.from(taken, (count, item) => (count + PRIOR * mean) / (count + notTaken[item]! + PRIOR)),
    add: () => undefined,
  };
}

export default (({ dataset }) => ({ scorer: clickRateScorer(dataset) })) satisfies Fit<Rankers['clickRate']>;
