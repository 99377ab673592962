/** For tests: symmetric positive definite matrices. */
import { numbers } from '../testing';

/**
 * M Mᵀ / n + `ridge` I of a seeded M [n x rank] of numbers in [-1, 1), row by row; singular without the ridge where
 * rank < n.
 */
export function positiveDefinite(n: number, { rank = n, ridge = 1 } = {}): Float64Array {
  const m = numbers(n * rank, n);
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < rank; k++) sum += m[i * rank + k]! * m[j * rank + k]!;
      a[i * n + j] = a[j * n + i] = sum / n + (i === j ? ridge : 0);
    }
  return a;
}
