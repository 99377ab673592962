/** ELSA (see `autoencoder.ts`), its width and epochs chosen on the validation part. */
import type { Dataset } from '../../../data/dataset';
import { methodFor, type Fit } from '../fitting/fitting';
import type { FoldIn } from '../fitting/history-sum';
import { RoundSearch, type RoundSearchOptions, type Trained } from '../fitting/round-search';
import type { RowScorer } from '../fitting/score-row';
import type { TrainingSets } from '../fitting/training-sets';
import { logSizeOf } from '../log-size';
import type { Rankers } from '../ranker';
import { Autoencoder } from './autoencoder';
import ranker, { SEARCHES, training, widthsFor, type Search } from './ranker';

export interface Elsa {
  scorer: RowScorer;
  chosen: { width: number; epochs: number };
}
export interface ElsaOptions extends RoundSearchOptions {
  search: Search;
}

/**
 * score(j) = <sum of a_h over the distinct items h of the history, a_j>, by the setting of the best validation NDCG@10
 * (the first of equals; a single one is not tried). What y takes away are past items, which are no candidates.
 */
export async function fitElsa(dataset: Dataset, sets: TrainingSets, options: ElsaOptions): Promise<Elsa> {
  const { search } = options;
  const widths = widthsFor(search, sets.items);
  const { epochs } = search;
  const workOf = (width: number): number => training(logSizeOf(dataset), width);
  const all = widths.reduce((sum, width) => sum + workOf(width), 0);
  const found = new RoundSearch<number>(dataset, epochs, all, widths.length * epochs.length > 1, options);
  for (const width of widths) {
    const autoencoder = new Autoencoder(sets, width);
    const trained: Trained = {
      train: (takeTurn, onProgress) => autoencoder.epoch(takeTurn, onProgress),
      model: () => foldIn(autoencoder.vectors.slice(), width),
    };
    await found.tryOut(width, trained, workOf(width));
  }
  const { scorer, setting, rounds } = found.best!;
  return { scorer, chosen: { width: setting, epochs: rounds } };
}

/** Folds a history in: the sum of its vectors. */
const foldIn = (factors: Float64Array, width: number): FoldIn => ({
  width,
  factors,
  fold(items, weights, into) {
    into.fill(0);
    items.forEach((item, place) => {
      const weight = weights[place]!;
      for (let n = 0; n < width; n++) into[n]! += weight * factors[item * width + n]!;
    });
  },
});

export default (async ({ dataset, sets, takeTurn, signal }, onProgress) => {
  const search = SEARCHES[methodFor(ranker, dataset) as keyof typeof SEARCHES];
  return fitElsa(dataset, sets, { takeTurn, signal, onProgress, search });
}) satisfies Fit<Rankers['elsa']>;
