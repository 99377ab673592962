/**
 * Models that score by the history alone: score(j) = sum over its distinct items h of weight(h) x S[h, j]. Plain, every
 * weight is 1.
 */
import type { Dataset, Target } from '../../../data/dataset';
import { historyItemsOf, historyOf } from '../../../data/history';
import type { Scorer } from '../../evaluate/rank';
import type { Fitting, OnProgress } from './fitting';
import { countingScorer } from './counting-scorer';
import { bestOnValidation } from './validation';

/** Adds the sum over items of weight x S[item, j] to row[j], for every j. @param weights one for each of the items */
export type AddSimilar = (row: Float64Array, items: Uint32Array, weights: Float64Array) => void;

const weightedSum = (
  dataset: Dataset,
  add: AddSimilar,
  itemsOf: (target: Target) => Uint32Array,
  weightOf: (n: number) => number,
): Scorer =>
  countingScorer(dataset, (target, row) => {
    const items = itemsOf(target);
    add(
      row,
      items,
      Float64Array.from(items, (_, n) => weightOf(n)),
    );
  });

export const plainSum = (dataset: Dataset, add: AddSimilar): Scorer =>
  weightedSum(
    dataset,
    add,
    (target) => historyItemsOf(dataset, target),
    () => 1,
  );

/** In events; null: nothing is forgotten, which is the plain sum. */
export type HalfLife = number | null;
export const HALF_LIVES: readonly [HalfLife, ...HalfLife[]] = [null, 50, 20, 10, 5, 2, 1, 0.5];
/**
 * Half-lives after which a weight, 2^-24, is less than single precision tells from nothing: what is older is left out.
 */
const REACH = 24;

/**
 * The n-th newest distinct item of the history (n = 0 for the newest; an item counts by its newest event) weighs 0.5^(n
 * / half-life).
 */
export function recentSum(dataset: Dataset, add: AddSimilar, halfLife: HalfLife): Scorer {
  if (halfLife === null) return plainSum(dataset, add);
  const newestFirst = (target: Target): Uint32Array =>
    Uint32Array.from(new Set(Array.from(historyOf(dataset, target), (event) => dataset.events.item[event]!).reverse()));
  return weightedSum(
    dataset,
    add,
    (target) => newestFirst(target).subarray(0, REACH * halfLife),
    (n) => 0.5 ** (n / halfLife),
  );
}

/** A fitted model with the half-life that is best on validation; whatever the model chose without one stays. */
export async function fitRecency(
  { dataset, signal }: Fitting,
  add: AddSimilar,
  onProgress: OnProgress,
  halfLives = HALF_LIVES,
): Promise<{ scorer: Scorer; halfLife: HalfLife }> {
  const halfLife = await bestOnValidation(dataset, halfLives, (option) => recentSum(dataset, add, option), {
    signal,
    onProgress,
  });
  return { scorer: recentSum(dataset, add, halfLife), halfLife };
}
