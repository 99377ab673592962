/**
 * Models that score by the history alone: score(j) = sum over its distinct items h of weight(h) x S[h, j]. Plain, every
 * weight is 1.
 */
import type { Dataset, Target } from '../../../data/dataset';
import type { Fitting, OnProgress } from './fitting';
import { countingScorer, tieBreakOf } from './counting-scorer';
import { HALF_LIVES, type HalfLife } from '../half-lives';
import { newestItemsOf, pastItemsOf } from './pasts';
import type { Products } from './products';
import { type Additions, type RowScorer, type RowScorers, SETTINGS } from './score-row';
import { bestOnValidation, bestSideBySide } from './validation';

/**
 * Adds weight x S[item, j] for each of the items and every j that is similar: a few of the catalogue.
 * @param weights one for each item, or for each item and setting
 */
export type AddSimilar = (rows: Additions, items: Uint32Array, weights: Float64Array) => void;

/** A model whose S has no zeros to speak of. */
export interface WholeRows {
  /** Adds weight x S[item, j] for each of the items and every j. @param scores [items] @param weights one for each */
  addRows(scores: Float64Array, items: Uint32Array, weights: Float64Array): void;
}

/** A model whose S is a product of two: a history is folded into a vector, which meets those of the items. */
export interface FoldIn {
  width: number;
  /** [items x width] */
  factors: Float64Array;
  /** @param into [width] */
  fold(items: Uint32Array, weights: Float64Array, into: Float64Array): void;
}

export type HistoryModel = AddSimilar | WholeRows | FoldIn;

function weightedSum(
  dataset: Dataset,
  model: HistoryModel,
  itemsOf: (target: Target) => Uint32Array,
  weightOf: (n: number) => number,
): RowScorer {
  const past = (target: Target): [items: Uint32Array, weights: Float64Array] => {
    const items = itemsOf(target);
    return [items, Float64Array.from(items, (_, n) => weightOf(n))];
  };
  if (typeof model === 'function') return countingScorer(dataset, (target, row) => model(row, ...past(target)));
  if ('addRows' in model) return countingScorer(dataset, (target, row) => model.addRows(row.all(), ...past(target)));
  const { width, factors } = model;
  const user = new Float64Array(width);
  const scorer = countingScorer(dataset, (target, row) => {
    model.fold(...past(target), user);
    const scores = row.all();
    for (let item = 0, at = 0; item < scores.length; item++) {
      let sum = 0;
      for (let n = 0; n < width; n++, at++) sum += user[n]! * factors[at]!;
      scores[item]! += sum;
    }
  });
  return { ...scorer, products: productsOf(scorer.base, model, past) };
}

/** One number more in each vector, by which the base is added. */
function productsOf(
  base: Float64Array,
  { width, factors, fold }: FoldIn,
  past: (target: Target) => [items: Uint32Array, weights: Float64Array],
): Products {
  const items = new Float32Array(base.length * (width + 1));
  base.forEach((own, item) => {
    items.set(factors.subarray(item * width, (item + 1) * width), item * (width + 1));
    items[item * (width + 1) + width] = own;
  });
  const user = new Float64Array(width);
  return {
    width: width + 1,
    items,
    vectorOf: (target, into) => {
      fold(...past(target), user);
      into.set(user);
      into[width] = 1;
    },
  };
}

export const plainSum = (dataset: Dataset, model: HistoryModel): RowScorer =>
  weightedSum(
    dataset,
    model,
    (target) => pastItemsOf(dataset, target),
    () => 1,
  );

/**
 * Half-lives after which a weight, 2^-24, is less than single precision tells from nothing: what is older is left out.
 */
const REACH = 24;

/**
 * The n-th newest distinct item of the history (n = 0 for the newest; an item counts by its newest event) weighs 0.5^(n
 * / half-life).
 */
export function recentSum(dataset: Dataset, model: HistoryModel, halfLife: HalfLife): RowScorer {
  if (halfLife === null) return plainSum(dataset, model);
  return weightedSum(
    dataset,
    model,
    (target) => newestItemsOf(dataset, target).subarray(0, REACH * halfLife),
    (n) => 0.5 ** (n / halfLife),
  );
}

/** By several half-lives at once. */
function recentSums(dataset: Dataset, add: AddSimilar, halfLives: readonly HalfLife[]): RowScorers {
  const reaches = halfLives.map((halfLife) => (halfLife === null ? Infinity : REACH * halfLife));
  const farthest = reaches.reduce((a, b) => Math.max(a, b), 0);
  return {
    base: tieBreakOf(dataset.split.itemCounts),
    settings: halfLives.length,
    add: (target, rows) => {
      const items = newestItemsOf(dataset, target).subarray(0, farthest);
      const weights = new Float64Array(items.length * SETTINGS);
      for (const [setting, halfLife] of halfLives.entries())
        for (let n = 0; n < Math.min(items.length, reaches[setting]!); n++)
          weights[n * SETTINGS + setting] = halfLife === null ? 1 : 0.5 ** (n / halfLife);
      add(rows, items, weights);
    },
  };
}

/** A fitted model with the half-life that is best on validation; whatever the model chose without one stays. */
export async function fitRecency(
  { dataset, signal }: Fitting,
  model: HistoryModel,
  onProgress: OnProgress,
  halfLives = HALF_LIVES,
): Promise<{ scorer: RowScorer; halfLife: HalfLife }> {
  const watch = { signal, onProgress };
  const halfLife =
    typeof model === 'function'
      ? await bestSideBySide(dataset, halfLives, (some) => recentSums(dataset, model, some), watch)
      : await bestOnValidation(dataset, halfLives, (option) => recentSum(dataset, model, option), watch);
  return { scorer: recentSum(dataset, model, halfLife), halfLife };
}
