/** The frame of all scorers that add up counts. */
import type { Dataset } from '../../../data/dataset';
import type { RowScorer } from './score-row';

/** Popularity (1 for the most popular item) x 1e-6 breaks the ties of what `add` writes into a target's row. */
export const countingScorer = ({ split }: Dataset, add: RowScorer['add']): RowScorer => ({
  base: tieBreakOf(split.itemCounts),
  add,
});

const tieBreaks = new WeakMap<Uint32Array, Float64Array>();
/** The base of such a scorer. */
export function tieBreakOf(itemCounts: Uint32Array): Float64Array {
  const most = itemCounts.reduce((a, b) => Math.max(a, b), 1);
  const known = tieBreaks.get(itemCounts) ?? Float64Array.from(itemCounts, (count) => (count / most) * 1e-6);
  tieBreaks.set(itemCounts, known);
  return known;
}
