/** Popularity: the training events of an item, the same list for everybody. What every model has to beat first. */
import type { Dataset } from '../../../data/dataset';
import type { Scorer } from '../../evaluate/rank';
import type { Fit } from '../fitting/fitting';
import type { Rankers } from '../ranker';

export function popularityScorer({ split }: Dataset): Scorer {
  const items = split.itemCounts.length;
  return (targets) => {
    const scores = new Float32Array(targets.length * items);
    targets.forEach((_, t) => scores.set(split.itemCounts, t * items));
    return scores;
  };
}

export default (({ dataset }) => ({ scorer: popularityScorer(dataset) })) satisfies Fit<Rankers['popularity']>;
