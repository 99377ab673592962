import { describe, expect, it } from 'vitest';
import { rankCorrelation } from './rank-correlation';

describe('Spearman’s rank correlation', () => {
  it('is 1 of the same order, -1 of its reverse, and Pearson’s of mid-ranks where numbers are tied', () => {
    expect(rankCorrelation([1, 2, 30], [0, 5, 6])).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 2, 30], [6, 5, 0])).toBeCloseTo(-1, 12);
    // Ranks 0, 1.5, 1.5, 3 and 0, 2, 1, 3: 4.5 / sqrt(4.5 * 5).
    expect(rankCorrelation([1, 2, 2, 3], [1, 3, 2, 4])).toBeCloseTo(4.5 / Math.sqrt(22.5), 12);
  });

  it('is not there where a list has no order: all of it equal, one number, or none', () => {
    expect(rankCorrelation([7, 7, 7], [1, 2, 3])).toBeNull();
    expect(rankCorrelation([1, 2, 3], [7, 7, 7])).toBeNull();
    expect(rankCorrelation([1], [2])).toBeNull();
    expect(rankCorrelation([], [])).toBeNull();
  });
});
