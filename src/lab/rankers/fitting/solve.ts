/** A small system of linear equations. */

/**
 * Solves (A + lambda I) x = b by Cholesky, A the first `n` rows and columns of a symmetric positive semidefinite
 * square.
 * @param square [stride x stride], row by row; its lower triangle is read and overwritten
 * @param b [n] overwritten with x
 * @throws Error where A + lambda I is not positive definite
 */
export function solveInPlace(square: Float64Array, stride: number, n: number, lambda: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const own = i * stride;
    for (let j = 0; j < i; j++) {
      const other = j * stride;
      let sum = square[own + j]!;
      for (let k = 0; k < j; k++) sum -= square[own + k]! * square[other + k]!;
      square[own + j] = sum * square[other + j]!;
    }
    let pivot = square[own + i]! + lambda;
    for (let k = 0; k < i; k++) pivot -= square[own + k]! ** 2;
    if (!(pivot > 0)) throw new Error(`solveInPlace: not positive definite at row ${i} of ${n}`);
    // 1 / L[i, i]
    square[own + i] = 1 / Math.sqrt(pivot);
  }
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= square[i * stride + k]! * b[k]!;
    b[i] = sum * square[i * stride + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < n; k++) sum -= square[k * stride + i]! * b[k]!;
    b[i] = sum * square[i * stride + i]!;
  }
}
