/**
 * Inverse of a symmetric positive definite matrix in float64 on the host, in place, by Cholesky: A = L Lᵀ, W = L⁻¹,
 * A⁻¹ = Wᵀ W; n³ / 2 multiply-adds.
 *
 * All three passes are written as products of rows (L by its rows, W stored transposed), so that one small kernel on
 * packed panels does nearly all the work: 4 x 4 results in registers, panels of a few KB in the first-level cache. One
 * n x n square is enough: L lies below the diagonal, Wᵀ above it, and the diagonal holds W's own, 1 / L's.
 */
import { BLOCK, GROUP, groupProduct, PANEL, type GroupProduct } from './group-product';

/** Called between chunks of work; where it rejects, the work ends with its reason. */
export type TakeTurn = () => Promise<void>;

export class NotPositiveDefiniteError extends Error {
  /** @param row the first whose pivot is not positive */
  constructor(row: number, n: number, precision: 'float32' | 'float64') {
    super(`a matrix is not positive definite in ${precision} at row ${row} of ${n}`);
    this.name = 'NotPositiveDefiniteError';
  }
}

/**
 * @param a [n x n], row by row; the lower triangle is read, the whole square is overwritten with the inverse
 * @throws NotPositiveDefiniteError
 */
export async function invertSymmetric(
  a: Float64Array,
  n: number,
  takeTurn: TakeTurn,
  onProgress?: (fraction: number) => void,
  group: GroupProduct = groupProduct(),
): Promise<void> {
  const product = rowProducts(a, n, group);
  const total = Math.max(1, (n * n * n) / (2 * BLOCK * BLOCK));
  let done = 0;
  const step = async (columns: number): Promise<void> => {
    done += columns;
    onProgress?.(Math.min(1, done / total));
    await takeTurn();
  };

  // L, block column by block column.
  for (let j0 = 0; j0 < n; j0 += BLOCK) {
    for (let i0 = j0; i0 < n; i0 += BLOCK) {
      const { tile, rows, columns } = product('L', i0, 'L', j0, 0, j0);
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) a[(i0 + i) * n + j0 + j]! -= tile[i * BLOCK + j]!;
      if (i0 === j0) factorDiagonal(a, n, j0, columns);
      else solveBelow(a, n, i0, rows, j0, columns);
      await step(j0);
    }
  }
  // Wᵀ above the diagonal: W[i, j] = -W[i, i] sum over j <= k < i of L[i, k] W[k, j].
  for (let j0 = 0; j0 < n; j0 += BLOCK) {
    for (let i0 = j0; i0 < n; i0 += BLOCK) {
      const { tile, rows, columns } = product('L', i0, 'W', j0, j0, i0);
      for (let i = i0; i < i0 + rows; i++) {
        for (let j = j0; j < Math.min(j0 + columns, i); j++) {
          let sum = tile[(i - i0) * BLOCK + j - j0]!;
          for (let k = Math.max(i0, j); k < i; k++) sum += a[i * n + k]! * a[j * n + k]!;
          a[j * n + i] = -a[i * n + i]! * sum;
        }
      }
      await step(i0 - j0);
    }
  }
  // Wᵀ W below the diagonal. The rows of a block read their own diagonal last, when its product is written over it.
  for (let i0 = 0; i0 < n; i0 += BLOCK) {
    for (let j0 = 0; j0 <= i0; j0 += BLOCK) {
      const { tile, rows, columns } = product('W', i0, 'W', j0, i0, n);
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns && j0 + j <= i0 + i; j++) a[(i0 + i) * n + j0 + j] = tile[i * BLOCK + j]!;
      await step(n - i0);
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[j * n + i] = a[i * n + j]!;
}

interface Tile {
  tile: Float64Array;
  rows: number;
  columns: number;
}
/** Which triangle a factor's rows come from: L below the diagonal, W (transposed) on and above it. */
type Triangle = 'L' | 'W';

/**
 * Sums over k in [from, to) of row (i0 + i) of `left` times row (j0 + j) of `right`, for a block's i and j: [BLOCK x
 * BLOCK], overwritten by the next call.
 */
function rowProducts(
  a: Float64Array,
  n: number,
  { tile, left: leftPanel, right: rightPanel, add }: GroupProduct,
): (left: Triangle, i0: number, right: Triangle, j0: number, from: number, to: number) => Tile {
  /** Callers ask for columns left of row0 (L) or from it on (W), where rows of W begin at their diagonal. */
  const pack = (into: Float64Array, triangle: Triangle, row0: number, from: number, width: number): void => {
    for (let r = 0; r < BLOCK; r++) {
      const row = row0 + r;
      const begin = row >= n ? width : triangle === 'W' ? Math.max(0, Math.min(width, row - from)) : 0;
      let at = Math.floor(r / GROUP) * GROUP * PANEL + (r % GROUP);
      for (let k = 0; k < begin; k++, at += GROUP) into[at] = 0;
      for (let k = row * n + from + begin, end = row * n + from + width; k < end; k++, at += GROUP) into[at] = a[k]!;
    }
  };

  return (left, i0, right, j0, from, to) => {
    const rows = Math.min(BLOCK, n - i0);
    const columns = Math.min(BLOCK, n - j0);
    tile.fill(0);
    for (let k = from; k < to; k += PANEL) {
      const width = Math.min(PANEL, to - k);
      pack(leftPanel, left, i0, k, width);
      pack(rightPanel, right, j0, k, width);
      for (let i = 0; i < rows; i += GROUP) {
        for (let j = 0; j < columns; j += GROUP) add(i, j, width);
      }
    }
    return { tile, rows, columns };
  };
}

/** Cholesky inside a diagonal block; its diagonal is left as 1 / L[j, j]. */
function factorDiagonal(a: Float64Array, n: number, j0: number, columns: number): void {
  for (let j = j0; j < j0 + columns; j++) {
    let square = a[j * n + j]!;
    for (let k = j0; k < j; k++) square -= a[j * n + k]! ** 2;
    if (!(square > 0)) throw new NotPositiveDefiniteError(j, n, 'float64');
    a[j * n + j] = 1 / Math.sqrt(square);
    for (let i = j + 1; i < j0 + columns; i++) {
      let sum = a[i * n + j]!;
      for (let k = j0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      a[i * n + j] = sum * a[j * n + j]!;
    }
  }
}

/** Rows of L below a factored diagonal block. */
function solveBelow(a: Float64Array, n: number, i0: number, rows: number, j0: number, columns: number): void {
  for (let i = i0; i < i0 + rows; i++) {
    for (let j = j0; j < j0 + columns; j++) {
      let sum = a[i * n + j]!;
      for (let k = j0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      a[i * n + j] = sum * a[j * n + j]!;
    }
  }
}
