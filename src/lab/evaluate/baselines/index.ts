/**
 * The counting baselines that always stand beside a model, from the same split. A further one is a file of this folder,
 * its id and its words.
 */
import type { Dataset } from '../../../data/dataset';
import { BASELINE_IDS, type BaselineId } from '../baseline-ids';
import type { Evaluation } from '../metrics';
import { evaluateScorer } from '../rank';
import { takingTurns } from '../turns';
import type { Baseline, Fitting, OnProgress } from './fitting/baseline';
import { trainingSets } from './fitting/training-sets';
import type { Baselines } from '../baseline-figures';

export { popularityList } from './popularity';

const found = Object.values(
  import.meta.glob<Baseline>(['./*.ts', '!./index.ts', '!./both-parts.ts', '!./*.test.ts'], {
    eager: true,
    import: 'default',
  }),
);

/** Every baseline, in the order of `BASELINE_IDS`. */
export const BASELINES: readonly Baseline[] = found.toSorted(
  (a, b) => BASELINE_IDS.indexOf(a.id) - BASELINE_IDS.indexOf(b.id),
);

export interface BaselineOptions {
  part: 'validation' | 'test';
  /** Aborting rejects with the signal's reason. */
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

export interface BaselineResults {
  /** Without those that need what the data set lacks. */
  baselines: Baselines;
  perUser: Partial<Record<BaselineId, Evaluation['perUser']>>;
}

const PARTS = ['validation', 'test'] as const;
type Parts = Record<BaselineOptions['part'], BaselineResults>;

/**
 * Fitting is nearly all of the work and the same for both parts, so both are evaluated at once; only the figures are
 * kept.
 */
const finished = new WeakMap<Dataset, Parts>();

/**
 * Counts on the training part, chooses on the validation part, and evaluates on the part asked for. Runs in turns of
 * some 40 ms so that its thread stays responsive.
 */
export async function computeBaselines(
  dataset: Dataset,
  { part, signal, onProgress }: BaselineOptions,
): Promise<BaselineResults> {
  let parts = finished.get(dataset);
  if (parts === undefined) {
    parts = await fitAndEvaluate(dataset, signal, onProgress);
    finished.set(dataset, parts);
  }
  onProgress?.(1);
  return parts[part];
}

async function fitAndEvaluate(dataset: Dataset, signal?: AbortSignal, onProgress?: OnProgress): Promise<Parts> {
  const fitting: Fitting = { dataset, sets: trainingSets(dataset), takeTurn: takingTurns(signal), signal };
  const parts: Parts = { validation: { baselines: {}, perUser: {} }, test: { baselines: {}, perUser: {} } };
  const chosen: Baselines['chosen'] = {};
  const able = BASELINES.filter(
    ({ needs }) => (dataset.hasTime || !needs.time) && dataset.items.length <= needs.maxItems,
  );
  const all = able.reduce((sum, { work }) => sum + work, 0);
  let done = 0;
  for (const { id, work, fit } of able) {
    const fitted = await fit(fitting, (fraction) => onProgress?.((done + work * fraction) / all));
    if (fitted.chosen) chosen[id] = fitted.chosen;
    for (const part of PARTS) {
      const { metrics, perUser } = await evaluateScorer(dataset, dataset.split[part], fitted.scorer, { signal });
      parts[part].baselines[id] = metrics;
      parts[part].perUser[id] = perUser;
    }
    onProgress?.((done += work) / all);
  }
  for (const part of PARTS) parts[part].baselines.chosen = chosen;
  return parts;
}
