/** Rows of numbers, four at a time. */
import { lanesSum } from './exp';

/** y = y + factor x. */
export function addScaled(y: usize, x: usize, factor: f32, count: i32): void {
  const factors = f32x4.splat(factor);
  let i = 0;
  for (; i + 4 <= count; i += 4)
    v128.store(y + 4 * i, f32x4.add(v128.load(y + 4 * i), f32x4.mul(factors, v128.load(x + 4 * i))));
  for (; i < count; i++) store<f32>(y + 4 * i, load<f32>(y + 4 * i) + factor * load<f32>(x + 4 * i));
}

/** y = factor x. */
export function scaledTo(y: usize, x: usize, factor: f32, count: i32): void {
  const factors = f32x4.splat(factor);
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(y + 4 * i, f32x4.mul(factors, v128.load(x + 4 * i)));
  for (; i < count; i++) store<f32>(y + 4 * i, factor * load<f32>(x + 4 * i));
}

/** <x, y> */
export function dot(x: usize, y: usize, count: i32): f32 {
  let sums = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) sums = f32x4.add(sums, f32x4.mul(v128.load(x + 4 * i), v128.load(y + 4 * i)));
  let sum = lanesSum(sums);
  for (; i < count; i++) sum += load<f32>(x + 4 * i) * load<f32>(y + 4 * i);
  return sum;
}

/** Four numbers, or the first `count` and zeros. */
export function loaded(at: usize, count: i32): v128 {
  if (count >= 4) return v128.load(at);
  let x = v128.load32_zero(at);
  if (count > 1) x = v128.load32_lane(at + 4, x, 1);
  if (count > 2) x = v128.load32_lane(at + 8, x, 2);
  return x;
}

/** Four numbers, or the first `count` of them. */
export function stored(at: usize, x: v128, count: i32): void {
  if (count >= 4) {
    v128.store(at, x);
    return;
  }
  v128.store32_lane(at, x, 0);
  if (count > 1) v128.store32_lane(at + 4, x, 1);
  if (count > 2) v128.store32_lane(at + 8, x, 2);
}
