import { describe, expect, it } from 'vitest';
import { invertSymmetric } from './symmetric-inverse';
import { positiveDefinite } from './testing';

const takeTurn = () => Promise.resolve();

describe('invertSymmetric', () => {
  it('inverts a matrix one can check by hand', async () => {
    const a = Float64Array.of(4, 2, 2, 3);
    await invertSymmetric(a, 2, takeTurn);
    [3 / 8, -2 / 8, -2 / 8, 4 / 8].forEach((value, i) => expect(a[i]).toBeCloseTo(value, 14));
  });

  it.each([1, 3, 63, 64, 65, 130, 201, 260])(
    'times the matrix is the identity, n = %i (blocks of 64, panels of 128)',
    async (n) => {
      const a = positiveDefinite(n);
      const inverse = a.slice();
      await invertSymmetric(inverse, n, takeTurn);
      let worst = 0;
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) {
          let sum = i === j ? -1 : 0;
          for (let k = 0; k < n; k++) sum += a[i * n + k]! * inverse[k * n + j]!;
          worst = Math.max(worst, Math.abs(sum));
        }
      expect(worst).toBeLessThan(1e-11);
    },
  );

  it('reads the lower triangle only', async () => {
    const whole = positiveDefinite(70);
    const lower = whole.map((x, at) => (at % 70 > Math.floor(at / 70) ? Number.NaN : x));
    await invertSymmetric(whole, 70, takeTurn);
    await invertSymmetric(lower, 70, takeTurn);
    expect(lower).toEqual(whole);
  });

  it('says that a matrix has no inverse of this kind', async () => {
    await expect(invertSymmetric(Float64Array.of(1, 2, 2, 1), 2, takeTurn)).rejects.toThrow(
      'not positive definite in float64 at row 1 of 2',
    );
  });

  it('reports progress up to the end and stops between blocks', async () => {
    const fractions: number[] = [];
    await invertSymmetric(positiveDefinite(200), 200, takeTurn, (f) => fractions.push(f));
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBeGreaterThan(0.9);
    const stop = () => Promise.reject('enough');
    await expect(invertSymmetric(positiveDefinite(10), 10, stop)).rejects.toBe('enough');
  });
});
