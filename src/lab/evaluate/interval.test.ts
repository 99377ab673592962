import { describe, expect, it } from 'vitest';
import { interval, studentQuantile } from './interval';

describe('the interval of a mean', () => {
  it("is Student's: 1, 2, 3 has 2 ± 4.303 / sqrt(3)", () => {
    const { mean, half } = interval([1, 2, 3]);
    expect(mean).toBe(2);
    expect(half).toBeCloseTo(4.3027 / Math.sqrt(3), 4);
    expect(interval([5])).toEqual({ mean: 5, half: null });
  });

  // Printed tables of Student's t, two-sided.
  it.each([
    [1, 0.95, 12.706],
    [2, 0.95, 4.303],
    [3, 0.95, 3.182],
    [4, 0.95, 2.776],
    [9, 0.95, 2.262],
    [4, 0.99, 4.604],
    [5, 0.9, 2.015],
    [30, 0.95, 2.042],
  ])('has the quantile of %d degrees of freedom at %d: %d', (freedom, level, t) => {
    expect(studentQuantile(freedom, level)).toBeCloseTo(t, 3);
  });
});
