/** The figures of all rankers, which stand beside every model as its baselines, from the same split. */
import type { Dataset } from '../../data/dataset';
import type { Evaluation } from '../evaluate/metrics';
import { evaluateScorer } from '../evaluate/rank';
import { takingTurns } from '../evaluate/turns';
import { fitOf } from './fits';
import type { Fitting, OnProgress } from './fitting/fitting';
import { trainingSets } from './fitting/training-sets';
import type { Baselines } from '../evaluate/baseline-figures';
import { whyLeft, type Ranker, type RankerId } from './ranker';
import { rankers } from './rankers';

/** About how long a ranker takes beside the others: its stretch of the progress bar. */
const WORK: Readonly<Record<Ranker['cost'], number>> = { fast: 1, slow: 20 };

export interface BaselineOptions {
  part: 'validation' | 'test';
  /** Aborting rejects with the signal's reason. */
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

export interface BaselineResults {
  /** Those that need what the data set lacks are `left`. */
  baselines: Baselines;
  perUser: Partial<Record<RankerId, Evaluation['perUser']>>;
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
  const able = rankers.filter((ranker) => !whyLeft(ranker, dataset));
  const left = rankers.flatMap((ranker) => {
    const why = whyLeft(ranker, dataset);
    return why ? [{ id: ranker.id, ...why }] : [];
  });
  const all = able.reduce((sum, { cost }) => sum + WORK[cost], 0);
  let done = 0;
  for (const { id, cost } of able) {
    const work = WORK[cost];
    const fitted = await fitOf(id)(fitting, (fraction) => onProgress?.((done + work * fraction) / all));
    if (fitted.chosen) chosen[id] = fitted.chosen;
    for (const part of PARTS) {
      const { metrics, perUser } = await evaluateScorer(dataset, dataset.split[part], fitted.scorer, { signal });
      parts[part].baselines[id] = metrics;
      parts[part].perUser[id] = perUser;
    }
    onProgress?.((done += work) / all);
  }
  for (const part of PARTS) Object.assign(parts[part].baselines, { chosen }, left.length > 0 ? { left } : {});
  return parts;
}
