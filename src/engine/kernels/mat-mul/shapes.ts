/** What a batched product of two tensors comes to. */
import type { Product } from './reference';

/**
 * @param a shape of rank 2 or more, as is `b`'s
 * @throws where they do not fit
 */
export function productOf(
  a: readonly number[],
  b: readonly number[],
  transposeA: boolean,
  transposeB: boolean,
): { product: Product; shape: number[] } {
  const [batchA, rowsA, columnsA] = flat(a);
  const [batchB, rowsB, columnsB] = flat(b);
  const product: Product = {
    batch: Math.max(batchA, batchB),
    batchA,
    batchB,
    transposeA,
    transposeB,
    rows: transposeA ? columnsA : rowsA,
    inner: transposeA ? rowsA : columnsA,
    columns: transposeB ? rowsB : columnsB,
  };
  if ((transposeB ? columnsB : rowsB) !== product.inner || (batchA !== batchB && batchA !== 1 && batchB !== 1))
    throw new Error(`matMul: [${a}]${transposeA ? 'ᵀ' : ''} and [${b}]${transposeB ? 'ᵀ' : ''} do not fit`);
  const isOfA = batchA === batchB ? a.length >= b.length : batchA > batchB;
  const outer = isOfA ? a : b;
  return { product, shape: [...outer.slice(0, -2), product.rows, product.columns] };
}

/** [batch, rows, columns] of a shape of rank 2 or more. */
function flat(shape: readonly number[]): [number, number, number] {
  const rows = shape.at(-2) ?? 1;
  const columns = shape.at(-1) ?? 1;
  return [shape.slice(0, -2).reduce((x, y) => x * y, 1), rows, columns];
}
