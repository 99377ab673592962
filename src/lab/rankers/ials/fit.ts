/** iALS (see `factors.ts`), its weights, width and iterations chosen on the validation part. */
import type { Dataset } from '../../../data/dataset';
import { methodFor, sharedFit, type Fit } from '../fitting/fitting';
import type { FoldIn } from '../fitting/history-sum';
import { RoundSearch, type RoundSearchOptions, type Trained } from '../fitting/round-search';
import type { RowScorer } from '../fitting/score-row';
import type { TrainingSets } from '../fitting/training-sets';
import { logSizeOf } from '../log-size';
import type { Rankers } from '../ranker';
import { Factors, rowSolver, type Weights } from './factors';
import ranker, { iterating, SEARCHES, widerThanFirst, type Search } from './ranker';

export interface Ials {
  scorer: RowScorer;
  model: FoldIn;
  chosen: Weights & { width: number; iterations: number };
}
export interface IalsOptions extends RoundSearchOptions {
  search: Search;
}

/**
 * score(j) = <w, h_j>, w the least squares of the distinct items of the history, by the setting of the best validation
 * NDCG@10 (the first of equals; a single one is not tried).
 */
export async function fitIals(dataset: Dataset, sets: TrainingSets, options: IalsOptions): Promise<Ials> {
  const { search } = options;
  const {
    weights: tried,
    widths: [first],
    iterations,
  } = search;
  const wider = widerThanFirst(search, sets.items);
  const workOf = (width: number): number => iterating(logSizeOf(dataset), width);
  const all = tried.length * workOf(first) + wider.reduce((sum, width) => sum + workOf(width), 0);
  const isChoice = tried.length * iterations.length + wider.length > 1;
  const found = new RoundSearch<Weights & { width: number }>(dataset, iterations, all, isChoice, options);
  const tryOut = (weights: Weights, width: number): Promise<void> => {
    const factors = new Factors(sets, width, weights);
    const trained: Trained = {
      train: (takeTurn, onProgress) => factors.iterate(takeTurn, onProgress),
      model: () => foldIn(factors.items.slice(), width, weights),
    };
    return found.tryOut({ ...weights, width }, trained, workOf(width));
  };
  for (const weights of tried) await tryOut(weights, first);
  const { alpha0, lambda } = found.best!.setting;
  for (const width of wider) await tryOut({ alpha0, lambda }, width);
  const { scorer, model, setting, rounds } = found.best!;
  return { scorer, model, chosen: { ...setting, iterations: rounds } };
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
