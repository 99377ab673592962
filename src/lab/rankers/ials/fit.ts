/** iALS (see `factors.ts`), its weights, width and iterations chosen on the validation part. */
import type { Dataset } from '../../../data/dataset';
import type { TakeTurn } from '../../evaluate/turns';
import { methodFor, sharedFit, type Fit, type OnProgress } from '../fitting/fitting';
import { type FoldIn, plainSum } from '../fitting/history-sum';
import type { RowScorer } from '../fitting/score-row';
import type { TrainingSets } from '../fitting/training-sets';
import { validationGain } from '../fitting/validation';
import { logSizeOf } from '../log-size';
import type { Rankers } from '../ranker';
import { Factors, rowSolver, type Weights } from './factors';
import ranker, { iterating, SEARCHES, widerThanFirst, type Search } from './ranker';

export interface Ials {
  scorer: RowScorer;
  model: FoldIn;
  chosen: Weights & { width: number; iterations: number };
}
export interface IalsOptions {
  takeTurn: TakeTurn;
  signal?: AbortSignal;
  onProgress?: OnProgress;
  search: Search;
}

/** Of a setting, the rest is its evaluations. */
const FITTING = 0.9;

/**
 * score(j) = <w, h_j>, w the least squares of the distinct items of the history, by the setting of the best validation
 * NDCG@10 (the first of equals; a single one is not tried).
 */
export async function fitIals(dataset: Dataset, sets: TrainingSets, options: IalsOptions): Promise<Ials> {
  const { takeTurn, signal, onProgress, search } = options;
  const {
    weights: tried,
    widths: [first],
    iterations,
  } = search;
  const wider = widerThanFirst(search, sets.items);
  const isChoice = tried.length * iterations.length + wider.length > 1;
  const last = iterations.at(-1)!;
  const workOf = (width: number): number => iterating(logSizeOf(dataset), width);
  const all = tried.length * workOf(first) + wider.reduce((sum, width) => sum + workOf(width), 0);
  let done = 0;
  let best: Ials | null = null;
  let bestGain = -1;
  const tryOut = async (weights: Weights, width: number): Promise<void> => {
    const factors = new Factors(sets, width, weights);
    const report = (fraction: number): void => onProgress?.((done + workOf(width) * fraction) / all);
    for (let iteration = 1; iteration <= last; iteration++) {
      await factors.iterate(takeTurn, (fraction) => report((FITTING * (iteration - 1 + fraction)) / last));
      if (!iterations.includes(iteration)) continue;
      const model = foldIn(factors.items.slice(), width, weights);
      const scorer = plainSum(dataset, model);
      const gain = isChoice ? await validationGain(dataset, scorer, { signal }) : 0;
      if (gain <= bestGain) continue;
      bestGain = gain;
      best = { scorer, model, chosen: { ...weights, width, iterations: iteration } };
    }
    done += workOf(width);
    onProgress?.(done / all);
  };
  for (const weights of tried) await tryOut(weights, first);
  const { alpha0, lambda } = best!.chosen;
  for (const width of wider) await tryOut({ alpha0, lambda }, width);
  return best!;
}

/** Folds a history in, solved for by the factors of its items alone. */
const foldIn = (factors: Float64Array, width: number, weights: Weights): FoldIn => ({
  width,
  factors,
  fold: rowSolver(factors, width, weights),
});

export const ialsOf = sharedFit(({ dataset, sets, takeTurn, signal }, onProgress) => {
  const search = SEARCHES[methodFor(ranker, dataset) as keyof typeof SEARCHES];
  return fitIals(dataset, sets, { takeTurn, signal, onProgress, search });
});

export default (async (fitting, onProgress) => {
  const { scorer, chosen } = await ialsOf(fitting, onProgress);
  return { scorer, chosen };
}) satisfies Fit<Rankers['ials']>;
