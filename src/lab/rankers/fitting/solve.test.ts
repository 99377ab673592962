import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../data/random';
import { solveInPlace } from './solve';

describe('solveInPlace', () => {
  it.each([1, 2, 7, 40])('solves (A + lambda I) x = b inside a larger square, n = %i', (n) => {
    const random = createRandom(n);
    const stride = n + 1;
    const lambda = 3;
    const m = Array.from({ length: n }, () => Array.from({ length: n + 2 }, () => random.normal()));
    const a = (i: number, j: number) => m[i]!.reduce((sum, x, k) => sum + x * m[j]![k]!, 0);
    const b = Float64Array.from({ length: n }, () => random.normal());
    // What is not read is no number.
    const square = new Float64Array(stride * stride).fill(Number.NaN);
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) square[i * stride + j] = a(i, j);
    const x = b.slice();
    solveInPlace(square, stride, n, lambda, x);
    for (let i = 0; i < n; i++) {
      const sum = x.reduce((total, value, j) => total + (a(i, j) + (i === j ? lambda : 0)) * value, 0);
      expect(Math.abs(sum - b[i]!)).toBeLessThan(1e-10);
    }
  });

  it('says that a system has no solution of this kind', () => {
    expect(() => solveInPlace(Float64Array.of(1, 0, 1, 1), 2, 2, 0, new Float64Array(2))).toThrow(
      'not positive definite at row 1 of 2',
    );
  });
});
