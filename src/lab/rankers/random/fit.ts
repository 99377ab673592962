/** Random: a number drawn for each target and item. What a list is worth that knows nothing. */
import type { Dataset } from '../../../data/dataset';
import { createRandom } from '../../../data/random';
import type { Scorer } from '../../evaluate/rank';
import type { Fit } from '../fitting/fitting';
import type { Rankers } from '../ranker';

const SEED = 1;

/** Uniform in [0, 1): the same numbers whenever the same target is asked, whatever was asked before it. */
export function randomScorer({ items }: Dataset): Scorer {
  return (targets) => {
    const scores = new Float32Array(targets.length * items.length);
    targets.forEach(({ user, history }, t) => {
      const random = createRandom(SEED, 'random baseline', user, history);
      for (let i = 0; i < items.length; i++) scores[t * items.length + i] = random.uniform();
    });
    return scores;
  };
}

export default (({ dataset }) => ({ scorer: randomScorer(dataset) })) satisfies Fit<Rankers['random']>;
