/** Batched matrix product in plain loops. */

export interface Product {
  /** Products to form; a factor of batch 1 serves all of them. */
  batch: number;
  rows: number;
  columns: number;
  inner: number;
  transposeA: boolean;
  transposeB: boolean;
  batchA: number;
  batchB: number;
}

/**
 * @param a [batchA, rows, inner] or transposed;
 * @param b [batchB, inner, columns] or transposed; returns [batch, rows, columns]
 */
export function matMulReference(a: Float32Array, b: Float32Array, product: Product): Float32Array {
  const { batch, rows, columns, inner, transposeA, transposeB, batchA, batchB } = product;
  const out = new Float32Array(batch * rows * columns);
  for (let p = 0; p < batch; p++) {
    const fromA = batchA === 1 ? 0 : p * rows * inner;
    const fromB = batchB === 1 ? 0 : p * inner * columns;
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) {
          sum +=
            (a[fromA + (transposeA ? k * rows + r : r * inner + k)] ?? 0) *
            (b[fromB + (transposeB ? c * inner + k : k * columns + c)] ?? 0);
        }
        out[(p * rows + r) * columns + c] = sum;
      }
    }
  }
  return out;
}
