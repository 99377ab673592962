/** The figures of all rankers, which stand beside every model as its baselines, from the same split. */
import type { Dataset } from '../../data/dataset';
import { type Baselines, type BothParts, type Part, PARTS } from '../evaluate/baseline-figures';
import type { Evaluation } from '../evaluate/metrics';
import { takingTurns } from '../evaluate/turns';
import { fitOf } from './fits';
import type { Fitting } from './fitting/fitting';
import { evaluateRankable } from './fitting/ranking';
import { trainingSets } from './fitting/training-sets';
import { isAsked, whyLeft, type AskedRankers, type Ranker, type RankerId } from './ranker';
import { rankers } from './rankers';
import { figuresByRow, type Counted } from './rows';

/** About how long a ranker takes beside the others: its share of the progress bar. */
const WORK: Readonly<Record<Ranker['cost'], number>> = { fast: 1, slow: 20 };

export interface BaselineOptions {
  part: Part;
  /** All, unless fewer are asked for: the others are `left` as skipped. */
  asked?: AskedRankers;
  /** Aborting rejects with the signal's reason. */
  signal?: AbortSignal;
  onProgress?: (fraction: number, row: RankerId) => void;
  /** After each of them, what there would be if the others were skipped. */
  onCounted?: (parts: BothParts) => void;
}

export interface BaselineResults {
  /** Those that need what the data set lacks are `left`. */
  baselines: Baselines;
  perUser: Partial<Record<RankerId, Evaluation['perUser']>>;
}

type Parts = Record<Part, BaselineResults>;

/**
 * Fitting is nearly all of the work and the same for both parts, so both are evaluated at once; only the figures are
 * kept.
 */
const finished = new WeakMap<Dataset, Map<AskedRankers, Parts>>();

/**
 * Counts on the training part, chooses on the validation part, and evaluates on the part asked for. Runs in turns of
 * some 40 ms so that its thread stays responsive.
 */
export async function computeBaselines(
  dataset: Dataset,
  { part, asked = 'all', ...watch }: BaselineOptions,
): Promise<BaselineResults> {
  const known = finished.get(dataset) ?? new Map<AskedRankers, Parts>();
  finished.set(dataset, known);
  let parts = known.get(asked);
  if (parts === undefined) {
    parts = await fitAndEvaluate(dataset, asked, watch);
    known.set(asked, parts);
  }
  return parts[part];
}

/** The quick ones first: who does not wait for the others has as many as can be. */
async function fitAndEvaluate(
  dataset: Dataset,
  asked: AskedRankers,
  { signal, onProgress, onCounted }: Omit<BaselineOptions, 'part' | 'asked'>,
): Promise<Parts> {
  const fitting: Fitting = { dataset, sets: trainingSets(dataset), takeTurn: takingTurns(signal), signal };
  const counted: Record<Part, Partial<Record<RankerId, Counted>>> = { validation: {}, test: {} };
  const perUser: Record<Part, BaselineResults['perUser']> = { validation: {}, test: {} };
  const able = rankers
    .filter((ranker) => isAsked(ranker, asked) && !whyLeft(ranker, dataset))
    .toSorted((a, b) => WORK[a.cost] - WORK[b.cost]);
  const all = able.reduce((sum, { cost }) => sum + WORK[cost], 0);
  let done = 0;
  const figures = (part: Part): Baselines => figuresByRow(dataset, counted[part]);
  for (const { id, cost } of able) {
    const work = WORK[cost];
    const { scorer, chosen } = await fitOf(id)(fitting, (fraction) => onProgress?.((done + work * fraction) / all, id));
    for (const part of PARTS) {
      const evaluation = await evaluateRankable(dataset, dataset.split[part], scorer, { signal });
      counted[part][id] = { metrics: evaluation.metrics, chosen };
      perUser[part][id] = evaluation.perUser;
    }
    onCounted?.({ validation: figures('validation'), test: figures('test') });
    onProgress?.((done += work) / all, id);
  }
  return {
    validation: { baselines: figures('validation'), perUser: perUser.validation },
    test: { baselines: figures('test'), perUser: perUser.test },
  };
}
