/**
 * Models that score by the history alone: score(j) = sum over its distinct items h of weight(h) x S[h, j]. Plain, every
 * weight is 1.
 */
import type { Dataset, Target } from '../../../data/dataset';
import type { Fitting, OnProgress } from './fitting';
import { countingScorer } from './counting-scorer';
import { HALF_LIVES, type HalfLife } from '../half-lives';
import { newestItemsOf, pastItemsOf } from './pasts';
import type { RowScorer, ScoreRow } from './score-row';
import { bestOnValidation } from './validation';

/**
 * Adds weight x S[item, j] for each of the items and every j that is similar, or what else a model makes of a history
 * whose items have weights. @param weights one for each of them
 */
export type AddSimilar = (row: ScoreRow, items: Uint32Array, weights: Float64Array) => void;

const weightedSum = (
  dataset: Dataset,
  add: AddSimilar,
  itemsOf: (target: Target) => Uint32Array,
  weightOf: (n: number) => number,
): RowScorer =>
  countingScorer(dataset, (target, row) => {
    const items = itemsOf(target);
    add(
      row,
      items,
      Float64Array.from(items, (_, n) => weightOf(n)),
    );
  });

export const plainSum = (dataset: Dataset, add: AddSimilar): RowScorer =>
  weightedSum(
    dataset,
    add,
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
export function recentSum(dataset: Dataset, add: AddSimilar, halfLife: HalfLife): RowScorer {
  if (halfLife === null) return plainSum(dataset, add);
  return weightedSum(
    dataset,
    add,
    (target) => newestItemsOf(dataset, target).subarray(0, REACH * halfLife),
    (n) => 0.5 ** (n / halfLife),
  );
}

/** A fitted model with the half-life that is best on validation; whatever the model chose without one stays. */
export async function fitRecency(
  { dataset, signal }: Fitting,
  add: AddSimilar,
  onProgress: OnProgress,
  halfLives = HALF_LIVES,
): Promise<{ scorer: RowScorer; halfLife: HalfLife }> {
  const halfLife = await bestOnValidation(dataset, halfLives, (option) => recentSum(dataset, add, option), {
    signal,
    onProgress,
  });
  return { scorer: recentSum(dataset, add, halfLife), halfLife };
}
