/**
 * Ranking metrics over the full catalogue. Everything is computed from standings, two counts of each target item (how
 * many candidates score higher, how many the same), so that the GPU's ranking of a model and the CPU's ranking of a
 * baseline end in the same lines.
 */
import type { Target } from '../../data/dataset';
import {
  discount,
  expectedGain,
  expectedHits,
  expectedReciprocal,
  hitProbability,
  tieGroups,
  type Standings,
} from './standings';

/**
 * Keyed `hr@10`, `recall@10`, `ndcg@10`, `hr@50`, …, `mrr`, `coverage@10`, `headShare@10`; of a test part with shown
 * rows `auc` and `gauc`, too (`pairs.ts`); of a graph with a teacher `relevance@10` and `badCases@10`
 * (`list-relevance.ts`).
 */
export type Metrics = Record<string, number>;

export const DEFAULT_KS: readonly number[] = [10, 20, 50, 100];
/** Length of the shown list that coverage and head share look at. */
export const SHOWN = 10;
/** Head items: this share of the catalogue, by training events, rounded up. */
export const HEAD_SHARE = 0.1;
/** An empty place of a shown list: fewer candidates than places. */
export const NO_ITEM = 0xffffffff;
/**
 * What a ranking found out about a list of targets: the standings of all target items, target after target, in the
 * order of `Target.items`.
 */
export interface Ranking extends Standings {
  targets: readonly Target[];
  /** [targets x SHOWN] the first items of each list, `NO_ITEM` where there are fewer candidates. */
  shown: Uint32Array;
}

export interface Evaluation {
  /** Keyed `hr@10`, `recall@10`, `ndcg@10`, `hr@20`, …, `mrr`, `coverage@10`, `headShare@10`. */
  metrics: Metrics;
  /**
   * [targets] one value per target, in their order, for paired comparisons; between 0 and 1 also for a hit, where a tie
   * lies across the tenth place.
   */
  perUser: { 'hr@10': Float32Array; 'recall@10': Float32Array; 'ndcg@10': Float32Array };
}

/**
 * Averages over targets (one per user), each the expected value over the orders of ties: HR@K = 1 if any target item is
 * in the top K; Recall@K = share of target items in the top K; NDCG@K = sum of 1/log2(1 + rank) over those, divided by
 * its ideal of min(items, K) hits (Järvelin and Kekäläinen 2002, binary gains); MRR = 1 / best rank. Coverage@10 =
 * distinct items shown / catalogue; headShare@10 = share of shown places taken by head items (the `HEAD_SHARE` most
 * frequent of the catalogue in training); for these two ties go by lowest index, as in the lists that are shown.
 * @param itemCounts training events per item, one entry for each item of the catalogue
 * @throws RangeError where standings or shown do not fit the targets, or there are none
 */
export function metricsOf(
  { targets, greater, ties, shown }: Ranking,
  itemCounts: Uint32Array,
  ks: readonly number[] = DEFAULT_KS,
): Evaluation {
  const asked = targets.reduce((sum, { items }) => sum + items.length, 0);
  if (targets.length === 0) throw new RangeError('metricsOf: there is no target; at least one is needed');
  if (greater.length !== asked || ties.length !== asked)
    throw new RangeError(`metricsOf: standings of ${greater.length} and ${ties.length} for ${asked} target items`);
  if (shown.length !== targets.length * SHOWN)
    throw new RangeError(`metricsOf: ${shown.length} shown places for ${targets.length} lists of ${SHOWN}`);

  const hits = ks.map(() => new Float32Array(targets.length));
  const recalls = ks.map(() => new Float64Array(targets.length));
  const gains = ks.map(() => new Float32Array(targets.length));
  const metrics: Metrics = {};
  let reciprocal = 0;
  let from = 0;
  targets.forEach(({ items }, t) => {
    const groups = tieGroups({
      greater: greater.subarray(from, from + items.length),
      ties: ties.subarray(from, from + items.length),
    });
    from += items.length;
    reciprocal += expectedReciprocal(groups);
    ks.forEach((k, at) => {
      hits[at]![t] = hitProbability(groups, k);
      recalls[at]![t] = expectedHits(groups, k) / items.length;
      gains[at]![t] = expectedGain(groups, k) / idealGain(Math.min(items.length, k));
    });
  });
  ks.forEach((k, at) => {
    metrics[`hr@${k}`] = mean(hits[at]!);
    metrics[`recall@${k}`] = mean(recalls[at]!);
    metrics[`ndcg@${k}`] = mean(gains[at]!);
  });
  metrics.mrr = reciprocal / targets.length;
  Object.assign(metrics, shownMetrics(shown, itemCounts));

  const at10 = ks.indexOf(10);
  if (at10 < 0) throw new RangeError(`metricsOf: K = 10 is missing from ${ks.join(', ')}; paired comparisons need it`);
  return {
    metrics,
    perUser: { 'hr@10': hits[at10]!, 'recall@10': Float32Array.from(recalls[at10]!), 'ndcg@10': gains[at10]! },
  };
}

function shownMetrics(shown: Uint32Array, itemCounts: Uint32Array): Metrics {
  const head = new Set(headItems(itemCounts));
  const distinct = new Set<number>();
  let places = 0;
  let headPlaces = 0;
  for (const item of shown) {
    if (item === NO_ITEM) continue;
    places++;
    distinct.add(item);
    if (head.has(item)) headPlaces++;
  }
  return {
    [`coverage@${SHOWN}`]: distinct.size / itemCounts.length,
    [`headShare@${SHOWN}`]: places === 0 ? 0 : headPlaces / places,
  };
}

/** The most frequent items of the catalogue: `HEAD_SHARE` of them, ties by lowest index. */
export function headItems(itemCounts: Uint32Array): Uint32Array {
  const byCount = Uint32Array.from(itemCounts.keys()).sort((a, b) => itemCounts[b]! - itemCounts[a]! || a - b);
  return byCount.slice(0, Math.ceil(itemCounts.length * HEAD_SHARE));
}

/** DCG of so many hits at the first ranks. */
export function idealGain(hits: number): number {
  let gain = 0;
  for (let rank = 1; rank <= hits; rank++) gain += discount(rank);
  return gain;
}

function mean(values: Iterable<number> & { length: number }): number {
  let sum = 0;
  for (const x of values) sum += x;
  return sum / values.length;
}
