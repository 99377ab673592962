/**
 * Matrix products by packed panels (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008):
 * a panel of B stays in the first cache while rows of A pass by, four rows by eight columns of sums in registers.
 * Every number is summed in the order of the inner dimension, in blocks of `DEEP`.
 */
import { activated } from './activation';

/** Rows and columns of a register tile. */
const TALL: i32 = 4;
const WIDE: i32 = 8;
/** Of A and B at once: inner numbers, rows of A, columns of B. */
const DEEP: i32 = 256;
const ROWS: i32 = 64;
const COLUMNS: i32 = 256;

/** Bytes of room for packed panels. */
export function productRoom(): usize {
  return 4 * <usize>(DEEP * (ROWS + COLUMNS) + TALL * WIDE);
}

/**
 * C [rows, columns] = prepare(A) B, or added to C. Numbers of A and B lie `Row` and `Inner`, or `Inner` and `Column`,
 * numbers apart.
 * @param room `productRoom` bytes
 */
export function product(
  a: usize,
  aRow: i32,
  aInner: i32,
  b: usize,
  bInner: i32,
  bColumn: i32,
  c: usize,
  rows: i32,
  columns: i32,
  inner: i32,
  prepare: i32,
  adds: bool,
  room: usize,
): void {
  const packedB = room;
  const packedA = room + 4 * DEEP * COLUMNS;
  const edge = packedA + 4 * DEEP * ROWS;
  if (inner === 0 && !adds) memory.fill(c, 0, 4 * rows * columns);
  for (let column = 0; column < columns; column += COLUMNS) {
    const across = min(COLUMNS, columns - column);
    for (let depth = 0; depth < inner; depth += DEEP) {
      const deep = min(DEEP, inner - depth);
      packB(b + 4 * (depth * bInner + column * bColumn), bInner, bColumn, deep, across, packedB);
      const keeps = adds || depth > 0;
      for (let row = 0; row < rows; row += ROWS) {
        const down = min(ROWS, rows - row);
        packA(a + 4 * (row * aRow + depth * aInner), aRow, aInner, down, deep, prepare, packedA);
        for (let j = 0; j < across; j += WIDE) {
          const panelB = packedB + 4 * j * deep;
          for (let i = 0; i < down; i += TALL) {
            const panelA = packedA + 4 * i * deep;
            const to = c + 4 * ((row + i) * columns + column + j);
            if (down - i >= TALL && across - j >= WIDE) tile(panelA, panelB, deep, to, columns, keeps);
            else {
              tile(panelA, panelB, deep, edge, WIDE, false);
              copyEdge(edge, to, columns, min(TALL, down - i), min(WIDE, across - j), keeps);
            }
          }
        }
      }
    }
  }
}

/** Panels of eight columns, the inner dimension outside; columns that are none are 0. */
function packB(b: usize, apart: i32, next: i32, deep: i32, across: i32, to: usize): void {
  for (let j = 0; j < across; j += WIDE) {
    const whole = across - j >= WIDE;
    if (whole && next === 1) {
      let at = b + 4 * j;
      for (let k = 0; k < deep; k++) {
        v128.store(to, v128.load(at));
        v128.store(to, v128.load(at, 16), 16);
        at += 4 * apart;
        to += 4 * WIDE;
      }
    } else if (whole && apart === 1) {
      transposed(b + 4 * j * next, next, deep, to, WIDE);
      transposed(b + 4 * (j + 4) * next, next, deep, to + 16, WIDE);
      to += 4 * WIDE * deep;
    } else {
      for (let k = 0; k < deep; k++) {
        for (let l = 0; l < WIDE; l++)
          store<f32>(to + 4 * l, j + l < across ? load<f32>(b + 4 * (k * apart + (j + l) * next)) : 0);
        to += 4 * WIDE;
      }
    }
  }
}

/** Four lines of `deep` numbers, `apart` from each other, as columns of a panel `wide` across. */
function transposed(first: usize, apart: i32, deep: i32, to: usize, wide: i32): void {
  const second = first + 4 * apart;
  const third = second + 4 * apart;
  const fourth = third + 4 * apart;
  let k = 0;
  for (; k + 4 <= deep; k += 4) {
    const p = v128.load(first + 4 * k);
    const q = v128.load(second + 4 * k);
    const r = v128.load(third + 4 * k);
    const s = v128.load(fourth + 4 * k);
    const pq = v128.shuffle<f32>(p, q, 0, 4, 1, 5);
    const rs = v128.shuffle<f32>(r, s, 0, 4, 1, 5);
    const pqHigh = v128.shuffle<f32>(p, q, 2, 6, 3, 7);
    const rsHigh = v128.shuffle<f32>(r, s, 2, 6, 3, 7);
    const at = to + 4 * k * wide;
    v128.store(at, v128.shuffle<f64>(pq, rs, 0, 2));
    v128.store(at + 4 * wide, v128.shuffle<f64>(pq, rs, 1, 3));
    v128.store(at + 8 * wide, v128.shuffle<f64>(pqHigh, rsHigh, 0, 2));
    v128.store(at + 12 * wide, v128.shuffle<f64>(pqHigh, rsHigh, 1, 3));
  }
  for (; k < deep; k++) {
    const at = to + 4 * k * wide;
    store<f32>(at, load<f32>(first + 4 * k));
    store<f32>(at, load<f32>(second + 4 * k), 4);
    store<f32>(at, load<f32>(third + 4 * k), 8);
    store<f32>(at, load<f32>(fourth + 4 * k), 12);
  }
}

/** Panels of four rows, likewise, each number prepared. */
function packA(a: usize, apart: i32, next: i32, down: i32, deep: i32, prepare: i32, to: usize): void {
  const begin = to;
  for (let i = 0; i < down; i += TALL) {
    const whole = down - i >= TALL;
    if (whole && next === 1) {
      transposed(a + 4 * i * apart, apart, deep, to, TALL);
      to += 4 * TALL * deep;
    } else if (whole && apart === 1) {
      let at = a + 4 * i;
      for (let k = 0; k < deep; k++) {
        v128.store(to, v128.load(at));
        at += 4 * next;
        to += 4 * TALL;
      }
    } else {
      for (let k = 0; k < deep; k++) {
        for (let l = 0; l < TALL; l++)
          store<f32>(to + 4 * l, i + l < down ? load<f32>(a + 4 * ((i + l) * apart + k * next)) : 0);
        to += 4 * TALL;
      }
    }
  }
  if (prepare !== 0) activated(begin, begin, <i32>((to - begin) / 4), prepare);
}

/** 4 x 8 sums over `deep`, from panels to C. */
function tile(a: usize, b: usize, deep: i32, c: usize, columns: i32, keeps: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  for (let k = 0; k < deep; k++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load_splat<f32>(a);
    c00 = f32x4.add(c00, f32x4.mul(a0, b0));
    c01 = f32x4.add(c01, f32x4.mul(a0, b1));
    const a1 = v128.load_splat<f32>(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(a1, b0));
    c11 = f32x4.add(c11, f32x4.mul(a1, b1));
    const a2 = v128.load_splat<f32>(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(a2, b0));
    c21 = f32x4.add(c21, f32x4.mul(a2, b1));
    const a3 = v128.load_splat<f32>(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(a3, b0));
    c31 = f32x4.add(c31, f32x4.mul(a3, b1));
    a += 16;
    b += 32;
  }
  const line = 4 * columns;
  put(c, c00, c01, keeps);
  put(c + line, c10, c11, keeps);
  put(c + 2 * line, c20, c21, keeps);
  put(c + 3 * line, c30, c31, keeps);
}

function put(at: usize, low: v128, high: v128, keeps: bool): void {
  if (keeps) {
    low = f32x4.add(v128.load(at), low);
    high = f32x4.add(v128.load(at, 16), high);
  }
  v128.store(at, low);
  v128.store(at, high, 16);
}

function copyEdge(edge: usize, to: usize, columns: i32, down: i32, across: i32, keeps: bool): void {
  for (let i = 0; i < down; i++) {
    for (let j = 0; j < across; j++) {
      const at = to + 4 * (i * columns + j);
      const value = load<f32>(edge + 4 * (i * WIDE + j));
      store<f32>(at, keeps ? load<f32>(at) + value : value);
    }
  }
}

/** One number of a product of rows, bit for bit as `product` sums it. */
export function inner(a: usize, b: usize, width: i32): f32 {
  let whole: f32 = 0;
  for (let from = 0; from < width; from += DEEP) {
    let sum: f32 = 0;
    const end = min(width, from + DEEP);
    for (let d = from; d < end; d++) sum += load<f32>(a + 4 * d) * load<f32>(b + 4 * d);
    whole = from === 0 ? sum : whole + sum;
  }
  return whole;
}
