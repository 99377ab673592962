/** Models that score by the history alone: score(j) = sum over its distinct items h of weight(h) x S[h, j]. Plain, every weight is 1. */
import type { Dataset } from '../../../../data/dataset';
import { historyItemsOf, historyOf } from '../../../../data/history';
import type { Scorer } from '../../rank';
import type { Fitting, OnProgress } from './baseline';
import { countingScorer } from './counting-scorer';
import { bestOnValidation } from './validation';

/** Adds weight x S[item, j] to row[j], for every j. */
export type AddSimilar = (row: Float64Array, item: number, weight: number) => void;

export function plainSum(dataset: Dataset, add: AddSimilar): Scorer {
  return countingScorer(dataset, (target, row) => {
    for (const item of historyItemsOf(dataset, target)) add(row, item, 1);
  });
}

/** In events; null: nothing is forgotten, which is the plain sum. */
export type HalfLife = number | null;
export const HALF_LIVES: readonly [HalfLife, ...HalfLife[]] = [null, 50, 20, 10, 5, 2, 1];
/** What a weight must have to count: less of it than the tie-break is, and as much time for nothing. */
const LEAST_WEIGHT = 2 ** -24;

/** The n-th newest distinct item of the history (n = 0 for the newest; an item counts by its newest event) weighs 0.5^(n / half-life). */
export function recentSum(dataset: Dataset, add: AddSimilar, halfLife: HalfLife): Scorer {
  if (halfLife === null) return plainSum(dataset, add);
  return countingScorer(dataset, (target, row) => {
    const newestFirst = new Set(Array.from(historyOf(dataset, target), (event) => dataset.events.item[event]!).reverse());
    let n = 0;
    for (const item of newestFirst) {
      const weight = 0.5 ** (n++ / halfLife);
      if (weight < LEAST_WEIGHT) break;
      add(row, item, weight);
    }
  });
}

/** A fitted model with the half-life that is best on validation; whatever the model chose without one stays. */
export async function fitRecency({ dataset, signal }: Fitting, add: AddSimilar, onProgress: OnProgress, halfLives = HALF_LIVES): Promise<{ scorer: Scorer; halfLife: HalfLife }> {
  const halfLife = await bestOnValidation(dataset, halfLives, (option) => recentSum(dataset, add, option), { signal, onProgress });
  return { scorer: recentSum(dataset, add, halfLife), halfLife };
}
