/** The innermost loop of products of rows: see ../group-product.ts. A register holds two float64. */

/** Where memory is free. */
export function base(): usize {
  return __heap_base;
}

/** Bytes from one column of four interleaved rows to the next. */
const COLUMN: usize = 32;

/**
 * tile[4 x 4] += the products of four rows with four others, column by column.
 * @param apart bytes from one row of the tile to the next
 * @param end where the left rows end, after one column at least
 */
export function addGroup(tile: usize, apart: usize, left: usize, right: usize, end: usize): void {
  let s00 = f64x2.splat(0);
  let s01 = f64x2.splat(0);
  let s10 = f64x2.splat(0);
  let s11 = f64x2.splat(0);
  let s20 = f64x2.splat(0);
  let s21 = f64x2.splat(0);
  let s30 = f64x2.splat(0);
  let s31 = f64x2.splat(0);
  do {
    const b0 = v128.load(right);
    const b1 = v128.load(right, 16);
    const a0 = v128.load_splat<f64>(left);
    s00 = f64x2.add(s00, f64x2.mul(a0, b0));
    s01 = f64x2.add(s01, f64x2.mul(a0, b1));
    const a1 = v128.load_splat<f64>(left, 8);
    s10 = f64x2.add(s10, f64x2.mul(a1, b0));
    s11 = f64x2.add(s11, f64x2.mul(a1, b1));
    const a2 = v128.load_splat<f64>(left, 16);
    s20 = f64x2.add(s20, f64x2.mul(a2, b0));
    s21 = f64x2.add(s21, f64x2.mul(a2, b1));
    const a3 = v128.load_splat<f64>(left, 24);
    s30 = f64x2.add(s30, f64x2.mul(a3, b0));
    s31 = f64x2.add(s31, f64x2.mul(a3, b1));
    right += COLUMN;
    left += COLUMN;
  } while (left < end);
  addToRow(tile, s00, s01);
  addToRow(tile + apart, s10, s11);
  addToRow(tile + 2 * apart, s20, s21);
  addToRow(tile + 3 * apart, s30, s31);
}

function addToRow(row: usize, first: v128, second: v128): void {
  v128.store(row, f64x2.add(v128.load(row), first));
  v128.store(row, f64x2.add(v128.load(row, 16), second), 16);
}
