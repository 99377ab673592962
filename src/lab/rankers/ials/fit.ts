/** iALS (see `factors.ts`), its weights and iterations chosen on the validation part. */
import type { Dataset } from '../../../data/dataset';
import type { TakeTurn } from '../../evaluate/turns';
import { countingScorer } from '../fitting/counting-scorer';
import { methodFor, type Fit, type OnProgress } from '../fitting/fitting';
import { pastItemsOf } from '../fitting/pasts';
import type { RowScorer } from '../fitting/score-row';
import type { TrainingSets } from '../fitting/training-sets';
import { validationGain } from '../fitting/validation';
import type { Rankers } from '../ranker';
import { Factors, rowSolver, type Weights } from './factors';
import ranker, { SEARCHES, WIDTH, type Search } from './ranker';

export interface Ials {
  scorer: RowScorer;
  weights: Weights;
  iterations: number;
}
export interface IalsOptions {
  takeTurn: TakeTurn;
  signal?: AbortSignal;
  onProgress?: OnProgress;
  search: Search;
  width?: number;
}

/** Of a setting, the rest is its evaluations. */
const FITTING = 0.9;

/**
 * score(j) = <w, h_j>, w the least squares of the distinct items of the history, by the setting of the best validation
 * NDCG@10 (the first of equals; a single one is not tried).
 */
export async function fitIals(dataset: Dataset, sets: TrainingSets, options: IalsOptions): Promise<Ials> {
  const { takeTurn, signal, onProgress, search, width = WIDTH } = options;
  const settings = search.weights.length;
  const last = search.iterations.at(-1)!;
  const isChoice = settings * search.iterations.length > 1;
  let best: Ials | null = null;
  let bestGain = -1;
  for (const [at, weights] of search.weights.entries()) {
    const report = (fraction: number): void => onProgress?.((at + fraction) / settings);
    const factors = new Factors(sets, width, weights);
    for (let iteration = 1; iteration <= last; iteration++) {
      await factors.iterate(takeTurn, (fraction) => report((FITTING * (iteration - 1 + fraction)) / last));
      if (!search.iterations.includes(iteration)) continue;
      const scorer = foldedScorer(dataset, factors, width, weights);
      const gain = isChoice ? await validationGain(dataset, scorer, { signal }) : 0;
      if (gain > bestGain) {
        bestGain = gain;
        best = { scorer, weights, iterations: iteration };
      }
    }
    report(1);
  }
  return best!;
}

/** By the items' factors as they are now; those of a user are solved for from the history alone. */
export function foldedScorer(dataset: Dataset, factors: Factors, width: number, weights: Weights): RowScorer {
  const items = factors.items.slice();
  const solve = rowSolver(items, width, weights);
  const user = new Float64Array(width);
  return countingScorer(dataset, (target, row) => {
    solve(pastItemsOf(dataset, target), user);
    const scores = row.all();
    for (let item = 0, at = 0; item < scores.length; item++) {
      let sum = 0;
      for (let n = 0; n < width; n++, at++) sum += user[n]! * items[at]!;
      scores[item]! += sum;
    }
  });
}

export default (async ({ dataset, sets, takeTurn, signal }, onProgress) => {
  const search = SEARCHES[methodFor(ranker, dataset) as keyof typeof SEARCHES];
  const { scorer, weights, iterations } = await fitIals(dataset, sets, { takeTurn, signal, onProgress, search });
  return { scorer, chosen: { ...weights, iterations } };
}) satisfies Fit<Rankers['ials']>;
