/** The figures of all rankers, which stand beside every model as its baselines, from the same split. */
import type { Dataset } from '../../data/dataset';
import { type Baselines, type BothParts, type Part, PARTS } from '../evaluate/baseline-figures';
import type { Evaluation } from '../evaluate/metrics';
import { pairMetrics, pairsOf } from '../evaluate/pairs';
import { takingTurns } from '../turns';
import { fitOf } from './fits';
import type { Fitting } from './fitting/fitting';
import { pairScoresOf } from './fitting/pair-scores';
import { evaluateRankable } from './fitting/ranking';
import { trainingSets } from './fitting/training-sets';
import { logSizeOf } from './log-size';
import { isAsked, isFor, methodOf, whyLeft, type AskedRankers, type Ranker, type RankerId } from './ranker';
import { rankers } from './rankers';
import { figuresByRow, type Counted } from './rows';

/** A machine may have less than the budget allows. So says V8, which names no code. */
const isOutOfMemory = (error: unknown): boolean =>
  error instanceof RangeError && /allocation failed|typed array length/.test(error.message);

/** Operations of a ranker beside what it costs, for the bar alone. */
const LEAST_WORK = 1e6;
/** Of what a ranker takes, the rest is its evaluation. */
const FITTING = 0.8;

type Asked = AskedRankers | readonly RankerId[];

export interface BaselineOptions {
  part: Part;
  /** All, unless fewer are asked for: the others are `left` as skipped. */
  asked?: Asked;
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
const finished = new WeakMap<Dataset, Map<Asked, Parts>>();

/**
 * Counts on the training part, chooses on the validation part, and evaluates on the part asked for. Runs in turns of
 * some 40 ms so that its thread stays responsive.
 */
export async function computeBaselines(
  dataset: Dataset,
  { part, asked = 'all', ...watch }: BaselineOptions,
): Promise<BaselineResults> {
  const known = finished.get(dataset) ?? new Map<Asked, Parts>();
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
  asked: Asked,
  { signal, onProgress, onCounted }: Omit<BaselineOptions, 'part' | 'asked'>,
): Promise<Parts> {
  const fitting: Fitting = { dataset, sets: trainingSets(dataset), takeTurn: takingTurns(signal), signal };
  const counted: Record<Part, Partial<Record<RankerId, Counted>>> = { validation: {}, test: {} };
  const perUser: Record<Part, BaselineResults['perUser']> = { validation: {}, test: {} };
  const size = logSizeOf(dataset);
  /** Its share of the progress bar; none is so quick that it has none. */
  const workOf = (ranker: Ranker): number => LEAST_WORK + methodOf(ranker, size)!.cost(size).operations;
  const able = rankers
    .filter((ranker) => isFor(ranker, dataset) && isAsked(ranker, asked) && !whyLeft(ranker, dataset))
    .toSorted((a, b) => Number(a.speed === 'slow') - Number(b.speed === 'slow'));
  const all = able.reduce((sum, ranker) => sum + workOf(ranker), 0);
  let done = 0;
  const withoutMemory = new Set<RankerId>();
  const pairs = { validation: pairsOf(dataset, 'validation'), test: pairsOf(dataset, 'test') };
  const figures = (part: Part): Baselines => figuresByRow(dataset, counted[part], withoutMemory);
  for (const ranker of able) {
    const { id } = ranker;
    const work = workOf(ranker);
    const report = (fraction: number): void => onProgress?.((done + work * fraction) / all, id);
    report(0);
    try {
      const { scorer, chosen, notes } = await fitOf(id)(fitting, (fraction) => report(FITTING * fraction));
      for (const [at, part] of PARTS.entries()) {
        const evaluation = await evaluateRankable(dataset, dataset.split[part], scorer, {
          signal,
          onProgress: (fraction) => report(FITTING + ((1 - FITTING) * (at + fraction)) / PARTS.length),
        });
        const held = pairs[part];
        const ofPairs =
          held && 'add' in scorer ? pairMetrics(held, await pairScoresOf(dataset, held, scorer, fitting.takeTurn)) : {};
        counted[part][id] = { metrics: { ...evaluation.metrics, ...ofPairs }, chosen, notes };
        perUser[part][id] = evaluation.perUser;
      }
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      withoutMemory.add(id);
    }
    onCounted?.({ validation: figures('validation'), test: figures('test') });
    done += work;
  }
  return {
    validation: { baselines: figures('validation'), perUser: perUser.validation },
    test: { baselines: figures('test'), perUser: perUser.test },
  };
}
