/** ELSA (see `autoencoder.ts`), its width and epochs chosen on the validation part. */
import type { Dataset } from '../../../data/dataset';
import type { TakeTurn } from '../../evaluate/turns';
import { methodFor, type Fit, type OnProgress } from '../fitting/fitting';
import { type FoldIn, plainSum } from '../fitting/history-sum';
import type { RowScorer } from '../fitting/score-row';
import type { TrainingSets } from '../fitting/training-sets';
import { validationGain } from '../fitting/validation';
import { logSizeOf } from '../log-size';
import type { Rankers } from '../ranker';
import { Autoencoder } from './autoencoder';
import ranker, { SEARCHES, training, widthsFor, type Search } from './ranker';

export interface Elsa {
  scorer: RowScorer;
  chosen: { width: number; epochs: number };
}
export interface ElsaOptions {
  takeTurn: TakeTurn;
  signal?: AbortSignal;
  onProgress?: OnProgress;
  search: Search;
}

/** Of a width, the rest is its evaluations. */
const FITTING = 0.9;

/**
 * score(j) = <sum of a_h over the distinct items h of the history, a_j>, by the setting of the best validation NDCG@10
 * (the first of equals; a single one is not tried). What y takes away are past items, which are no candidates.
 */
export async function fitElsa(dataset: Dataset, sets: TrainingSets, options: ElsaOptions): Promise<Elsa> {
  const { takeTurn, signal, onProgress, search } = options;
  const widths = widthsFor(search, sets.items);
  const { epochs } = search;
  const isChoice = widths.length * epochs.length > 1;
  const last = epochs.at(-1)!;
  const workOf = (width: number): number => training(logSizeOf(dataset), width);
  const all = widths.reduce((sum, width) => sum + workOf(width), 0);
  let done = 0;
  let best: Elsa | null = null;
  let bestGain = -1;
  for (const width of widths) {
    const autoencoder = new Autoencoder(sets, width);
    const report = (fraction: number): void => onProgress?.((done + workOf(width) * fraction) / all);
    for (let epoch = 1; epoch <= last; epoch++) {
      await autoencoder.epoch(takeTurn, (fraction) => report((FITTING * (epoch - 1 + fraction)) / last));
      if (!epochs.includes(epoch)) continue;
      const scorer = plainSum(dataset, foldIn(autoencoder.vectors.slice(), width));
      const gain = isChoice ? await validationGain(dataset, scorer, { signal }) : 0;
      if (gain <= bestGain) continue;
      bestGain = gain;
      best = { scorer, chosen: { width, epochs: epoch } };
    }
    done += workOf(width);
    onProgress?.(done / all);
  }
  return best!;
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
