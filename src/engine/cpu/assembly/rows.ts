/** Kernels that go through rows: layer norm and softmaxes. */
import { exponentials, lanesSum, largest } from './exp';
import { addScaled, dot, scaledTo } from './vector';

function sum(x: usize, count: i32): f32 {
  let sums = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) sums = f32x4.add(sums, v128.load(x + 4 * i));
  let whole = lanesSum(sums);
  for (; i < count; i++) whole += load<f32>(x + 4 * i);
  return whole;
}

/** y = factor (x - less). */
function shifted(y: usize, x: usize, less: f32, factor: f32, count: i32): void {
  const lesses = f32x4.splat(less);
  const factors = f32x4.splat(factor);
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(y + 4 * i, f32x4.mul(factors, f32x4.sub(v128.load(x + 4 * i), lesses)));
  for (; i < count; i++) store<f32>(y + 4 * i, factor * (load<f32>(x + 4 * i) - less));
}

/** Rows of mean 0 and deviation 1; 1 / sqrt(variance + floor) of each row goes to `scales`. */
export function layerNorm(x: usize, y: usize, scales: usize, rows: i32, width: i32, floor: f32): void {
  for (let row = 0; row < rows; row++) {
    const at = 4 * row * width;
    const mean = sum(x + at, width) / <f32>width;
    shifted(y + at, x + at, mean, 1, width);
    const scale: f32 = 1 / sqrt(dot(y + at, y + at, width) / <f32>width + floor);
    scaledTo(y + at, y + at, scale, width);
    store<f32>(scales + 4 * row, scale);
  }
}

/** dx = (dy - mean(dy) - y mean(dy y)) scale. */
export function layerNormSlopes(y: usize, dy: usize, scales: usize, dx: usize, rows: i32, width: i32): void {
  for (let row = 0; row < rows; row++) {
    const at = 4 * row * width;
    const scale = load<f32>(scales + 4 * row);
    const along = dot(dy + at, y + at, width) / <f32>width;
    shifted(dx + at, dy + at, sum(dy + at, width) / <f32>width, scale, width);
    addScaled(dx + at, y + at, -along * scale, width);
  }
}

/**
 * Softmax of each row, over the columns whose mask is not 0; a row of none is zero.
 * @param mask [rows / each, columns], a row of it for `each` rows; 0 = all columns count
 */
export function rowSoftmax(x: usize, mask: usize, y: usize, rows: i32, columns: i32, each: i32): void {
  for (let row = 0; row < rows; row++) {
    const at = y + 4 * row * columns;
    const there = mask + 4 * (row / each) * columns;
    let found = false;
    for (let c = 0; c < columns; c++) {
      const counts = mask === 0 || load<f32>(there + 4 * c) > 0;
      store<f32>(at + 4 * c, counts ? load<f32>(x + 4 * (row * columns + c)) : -Infinity);
      if (counts) found = true;
    }
    if (!found) memory.fill(at, 0, 4 * columns);
    else scaledTo(at, at, 1 / exponentials(at, columns, largest(at, columns)), columns);
  }
}

/** dx = share (dy - <shares, dy>) of each row. */
export function rowSoftmaxSlopes(shares: usize, dy: usize, dx: usize, rows: i32, columns: i32): void {
  for (let row = 0; row < rows; row++) {
    const at = 4 * row * columns;
    shifted(dx + at, dy + at, dot(shares + at, dy + at, columns), 1, columns);
    multiplied(dx + at, shares + at, columns);
  }
}

/** y = x y. */
export function multiplied(y: usize, x: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(y + 4 * i, f32x4.mul(v128.load(x + 4 * i), v128.load(y + 4 * i)));
  for (; i < count; i++) store<f32>(y + 4 * i, load<f32>(x + 4 * i) * load<f32>(y + 4 * i));
}
