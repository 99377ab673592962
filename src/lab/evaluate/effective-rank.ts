/**
 * Effective rank of a set of vectors (Roy and Vetterli, EUSIPCO 2007): exp of the entropy of their singular values,
 * each as a share of their sum. Vectors that all point one way have 1, vectors that use every direction alike as many
 * as there are directions. The mean is not taken off: vectors that have fallen together onto one are the case that
 * matters, and what is left of them without their mean is noise of every direction.
 */
import { eigenvaluesOf } from './eigen';

/**
 * @param vectors [rows x width]
 * @returns from 1 to the smaller of rows and width; NaN where every number is 0, or one is no finite number
 */
export function effectiveRank(vectors: ArrayLike<number>, rows: number, width: number): number {
  const values = eigenvaluesOf(...smallerGram(vectors, rows, width)).map((value) => Math.sqrt(Math.max(0, value)));
  const sum = values.reduce((a, b) => a + b, 0);
  let entropy = 0;
  for (const value of values) if (value > 0) entropy -= (value / sum) * Math.log(value / sum);
  return sum > 0 ? Math.exp(entropy) : Number.NaN;
}

/** X Xᵀ or Xᵀ X, whichever is smaller, as [n x n]: both have the squares of the singular values of X. */
function smallerGram(x: ArrayLike<number>, rows: number, width: number): [gram: Float64Array, n: number] {
  const byRow = rows <= width;
  const n = byRow ? rows : width;
  const [inner, own, step] = byRow ? [width, width, 1] : [rows, 1, width];
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += x[i * own + k * step]! * x[j * own + k * step]!;
      gram[i * n + j] = sum;
      gram[j * n + i] = sum;
    }
  return [gram, n];
}
