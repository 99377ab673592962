/** Random: a number drawn for each target and item. What a list is worth that knows nothing. */
import type { Dataset } from '../../../data/dataset';
import { createRandom } from '../../../data/random';
import type { Scorer } from '../rank';
import type { Baseline } from './fitting/baseline';

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

export default {
  id: 'random',
  needs: { time: false, maxItems: Infinity },
  work: 1,
  fit: ({ dataset }) => ({ scorer: randomScorer(dataset) }),
} satisfies Baseline;
