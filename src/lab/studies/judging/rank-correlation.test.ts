import { expect, it } from 'vitest';
import { rankCorrelation } from './rank-correlation';

it('a rank correlation sees order alone, and equal values share a rank', () => {
  expect(rankCorrelation([1, 2, 3], [10, 200, 3000])).toBe(1);
  expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBe(-1);
  // Ranks 1, 2, 3, 4 and 2, 1, 4, 3: 1 - 6 (1 + 1 + 1 + 1) / (4 (16 - 1)).
  expect(rankCorrelation([1, 2, 3, 4], [20, 10, 40, 30])).toBeCloseTo(0.6, 12);
  // Ranks 1, 2, 3 and 1.5, 1.5, 3.
  expect(rankCorrelation([1, 2, 3], [5, 5, 9])).toBeCloseTo(1.5 / Math.sqrt(2 * 1.5), 12);
  expect(rankCorrelation([1, 2], [5, 5])).toBeNaN();
});
