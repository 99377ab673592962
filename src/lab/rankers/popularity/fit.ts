/** Popularity: the training events of an item, the same list for everybody. What every model has to beat first. */
import type { Dataset } from '../../../data/dataset';
import type { Fit } from '../fitting/fitting';
import type { RowScorer } from '../fitting/score-row';
import type { Rankers } from '../ranker';

export const popularityScorer = ({ split }: Dataset): RowScorer => ({
  base: Float64Array.from(split.itemCounts),
  add: () => undefined,
});

export default (({ dataset }) => ({ scorer: popularityScorer(dataset) })) satisfies Fit<Rankers['popularity']>;
