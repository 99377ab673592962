/** Random: an order drawn for each target. What a list is worth that knows nothing. */
import type { Dataset, Target } from '../../../data/dataset';
import { createRandom } from '../../../data/random';
import { NO_ITEM, SHOWN } from '../../evaluate/metrics';
import type { Scorer } from '../../evaluate/rank';
import { UNRANKED } from '../../evaluate/standings';
import { methodFor, type Fit } from '../fitting/fitting';
import type { Ranks } from '../fitting/ranking';
import type { Rankers } from '../ranker';
import ranker from './ranker';

const SEED = 1;

/** Of a target, whatever was asked before it. */
const drawsOf = ({ user, history }: Target) => createRandom(SEED, 'random baseline', user, history);

/** Uniform in [0, 1): the same numbers whenever the same target is asked. */
export function randomScorer({ items }: Dataset): Scorer {
  return (targets) => {
    const scores = new Float32Array(targets.length * items.length);
    targets.forEach((target, t) => {
      const random = drawsOf(target);
      for (let i = 0; i < items.length; i++) scores[t * items.length + i] = random.uniform();
    });
    return scores;
  };
}

/**
 * Where the items of a target stand in an order that is drawn uniformly, and the head of its list, without the rest of
 * it: distinct places for the wanted candidates, and other candidates for the first places that are left.
 */
export function randomPlaces({ items: { length: items } }: Pick<Dataset, 'items'>): Ranks {
  return {
    rank(target, removed) {
      const random = drawsOf(target);
      const gone = new Set(removed);
      const candidates = items - gone.size;
      const taken = new Map<number, number>();
      const greater = Float64Array.from(target.items, (item) => {
        if (gone.has(item)) return UNRANKED;
        let place = random.below(candidates);
        while (taken.has(place)) place = random.below(candidates);
        taken.set(place, item);
        gone.add(item);
        return place;
      });
      const shown = Uint32Array.from({ length: SHOWN }, (_, place) => {
        const wanted = taken.get(place);
        if (wanted !== undefined) return wanted;
        if (gone.size === items) return NO_ITEM;
        let item = random.below(items);
        while (gone.has(item)) item = random.below(items);
        gone.add(item);
        return item;
      });
      return { greater, ties: new Uint32Array(greater.length), shown };
    },
  };
}

export default (({ dataset }) => ({
  scorer: methodFor(ranker, dataset) === 'scores' ? randomScorer(dataset) : randomPlaces(dataset),
})) satisfies Fit<Rankers['random']>;
