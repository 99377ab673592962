/**
 * Models that score by the history alone: score(j) = sum over its distinct items h of weight(h) x S[h, j]. Plain, every
 * weight is 1.
 */
import type { Dataset, Target } from '../../../data/dataset';
import type { Fitting, OnProgress } from './fitting';
import { countingScorer } from './counting-scorer';
import { HALF_LIVES, type HalfLife } from '../half-lives';
import { newestItemsOf, pastItemsOf } from './pasts';
import type { Products } from './products';
import type { RowScorer, ScoreRow } from './score-row';
import { bestOnValidation } from './validation';

/**
 * Adds weight x S[item, j] for each of the items and every j that is similar, or what else a model makes of a history
 * whose items have weights. @param weights one for each of them
 */
export type AddSimilar = (row: ScoreRow, items: Uint32Array, weights: Float64Array) => void;

/** A model whose S is a product of two: a history is folded into a vector, which meets those of the items. */
export interface FoldIn {
  width: number;
  /** [items x width] */
  factors: Float64Array;
  /** @param into [width] */
  fold(items: Uint32Array, weights: Float64Array, into: Float64Array): void;
}

function weightedSum(
  dataset: Dataset,
  model: AddSimilar | FoldIn,
  itemsOf: (target: Target) => Uint32Array,
  weightOf: (n: number) => number,
): RowScorer {
  const past = (target: Target): [items: Uint32Array, weights: Float64Array] => {
    const items = itemsOf(target);
    return [items, Float64Array.from(items, (_, n) => weightOf(n))];
  };
  if (typeof model === 'function') return countingScorer(dataset, (target, row) => model(row, ...past(target)));
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

export const plainSum = (dataset: Dataset, model: AddSimilar | FoldIn): RowScorer =>
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
export function recentSum(dataset: Dataset, model: AddSimilar | FoldIn, halfLife: HalfLife): RowScorer {
  if (halfLife === null) return plainSum(dataset, model);
  return weightedSum(
    dataset,
    model,
    (target) => newestItemsOf(dataset, target).subarray(0, REACH * halfLife),
    (n) => 0.5 ** (n / halfLife),
  );
}

/** A fitted model with the half-life that is best on validation; whatever the model chose without one stays. */
export async function fitRecency(
  { dataset, signal }: Fitting,
  model: AddSimilar | FoldIn,
  onProgress: OnProgress,
  halfLives = HALF_LIVES,
): Promise<{ scorer: RowScorer; halfLife: HalfLife }> {
  const halfLife = await bestOnValidation(dataset, halfLives, (option) => recentSum(dataset, model, option), {
    signal,
    onProgress,
  });
  return { scorer: recentSum(dataset, model, halfLife), halfLife };
}
