/** The frame of all scorers that add up counts. */
import type { Dataset, Target } from '../../../data/dataset';
import type { Scorer } from '../../evaluate/rank';

/**
 * `add` writes a target's scores into a row of zeros, popularity (1 for the most popular item) x 1e-6 then breaks ties.
 * Sums are taken in double precision and rounded once.
 */
export function countingScorer({ split }: Dataset, add: (target: Target, row: Float64Array) => void): Scorer {
  const items = split.itemCounts.length;
  const most = split.itemCounts.reduce((a, b) => Math.max(a, b), 1);
  const tieBreak = Float64Array.from(split.itemCounts, (count) => (count / most) * 1e-6);
  const row = new Float64Array(items);
  return (targets) => {
    const scores = new Float32Array(targets.length * items);
    targets.forEach((target, t) => {
      row.fill(0);
      add(target, row);
      for (let i = 0; i < items; i++) scores[t * items + i] = row[i]! + tieBreak[i]!;
    });
    return scores;
  };
}
