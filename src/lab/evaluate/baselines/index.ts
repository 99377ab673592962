/** The four counting baselines that always stand beside a model, from the same split. Definitions: each file's first line. */
import type { Dataset } from '../../../data/dataset';
import type { BaselineId, Baselines } from '../../protocol';
import type { Evaluation } from '../metrics';
import { evaluateScorer, type Scorer } from '../rank';
import { takingTurns } from '../turns';
import { EASE_MAX_ITEMS, fitEase } from './ease';
import { itemKnnScorer } from './item-knn';
import { popularityScorer } from './popularity';
import { trainingSets } from './training-sets';
import { transitionsScorer } from './transitions';

export { EASE_LAMBDAS, EASE_MAX_ITEMS } from './ease';
export { popularityList } from './popularity';

export interface BaselineOptions {
  part: 'validation' | 'test';
  /** Aborting rejects with the signal's reason. */
  signal?: AbortSignal;
  /** 0..1, never falling. */
  onProgress?: (fraction: number) => void;
}

export interface BaselineResults {
  /** Without `ease` above `EASE_MAX_ITEMS` items, without `transitions` where the log has no time. */
  baselines: Baselines;
  /** Chosen on validation; null where EASE was left out. */
  easeLambda: number | null;
  perUser: Partial<Record<BaselineId, Evaluation['perUser']>>;
}

type Parts = Record<BaselineOptions['part'], BaselineResults>;

/** Fitting is nearly all of the work and the same for both parts, so both are evaluated at once; only the figures are kept. */
const finished = new WeakMap<Dataset, Parts>();

/**
 * Counts on the training part, and evaluates on the part asked for. EASE's lambda is chosen by validation NDCG@10. Runs in turns of some 40 ms so
 * that its thread stays responsive.
 */
export async function computeBaselines(dataset: Dataset, { part, signal, onProgress }: BaselineOptions): Promise<BaselineResults> {
  let parts = finished.get(dataset);
  if (parts === undefined) {
    parts = await fitAndEvaluate(dataset, signal, onProgress);
    finished.set(dataset, parts);
  }
  onProgress?.(1);
  return parts[part];
}

async function fitAndEvaluate(dataset: Dataset, signal?: AbortSignal, onProgress?: (fraction: number) => void): Promise<Parts> {
  const takeTurn = takingTurns(signal);
  const parts: Parts = {
    validation: { baselines: {}, easeLambda: null, perUser: {} },
    test: { baselines: {}, easeLambda: null, perUser: {} },
  };
  const evaluate = async (id: BaselineId, scorer: Scorer): Promise<void> => {
    for (const part of ['validation', 'test'] as const) {
      const { metrics, perUser } = await evaluateScorer(dataset, dataset.split[part], scorer, { signal });
      parts[part].baselines[id] = metrics;
      parts[part].perUser[id] = perUser;
    }
  };
  /** The stretch of the bar a stage moves through; where EASE runs it takes most of the time. */
  const withEase = dataset.items.length <= EASE_MAX_ITEMS;
  const knnEnd = withEase ? 0.15 : 0.97;
  const between = (from: number, to: number) => (fraction: number): void => onProgress?.(from + fraction * (to - from));

  await evaluate('popularity', popularityScorer(dataset));
  onProgress?.(0.03);
  if (dataset.hasTime) await evaluate('transitions', transitionsScorer(dataset));
  onProgress?.(0.06);
  const sets = trainingSets(dataset);
  await evaluate('itemKnn', await itemKnnScorer(dataset, sets, takeTurn, between(0.06, knnEnd)));
  if (withEase) {
    const { scorer, lambda } = await fitEase(dataset, sets, { takeTurn, signal, onProgress: between(knnEnd, 0.97) });
    await evaluate('ease', scorer);
    for (const part of ['validation', 'test'] as const) parts[part].easeLambda = lambda;
  }
  return parts;
}
