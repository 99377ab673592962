/**
 * exp of four numbers at a time, within 2 units in the last place: x = n ln 2 + r, and exp r by the polynomial of
 * Cephes's expf (Moshier). 0 below -87.33, where the result would be subnormal; no number stays none.
 */
export function exp4(x: v128): v128 {
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(Mathf.LOG2E)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let y = f32x4.splat(1.98756915e-4);
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.3981999507e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(8.3334519073e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(4.1665795894e-2));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.6666665459e-1));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(5.0000001201e-1));
  y = f32x4.add(f32x4.add(f32x4.mul(y, f32x4.mul(r, r)), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  const value = f32x4.mul(y, power);
  return v128.andnot(value, f32x4.lt(x, f32x4.splat(-87.33)));
}

export function largest(x: usize, count: i32): f32 {
  let most = f32x4.splat(-Infinity);
  let j = 0;
  for (; j + 4 <= count; j += 4) most = f32x4.max(most, v128.load(x + 4 * j));
  let one = max(
    max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
  for (; j < count; j++) one = max(one, load<f32>(x + 4 * j));
  return one;
}

export function lanesSum(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

/** x = exp(x - most); returns their sum. */
export function exponentials(x: usize, count: i32, most: f32): f32 {
  const shift = f32x4.splat(most);
  let sums = f32x4.splat(0);
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const value = exp4(f32x4.sub(v128.load(x + 4 * j), shift));
    v128.store(x + 4 * j, value);
    sums = f32x4.add(sums, value);
  }
  let sum = lanesSum(sums);
  for (; j < count; j++) {
    const value = f32x4.extract_lane(exp4(f32x4.splat(load<f32>(x + 4 * j) - most)), 0);
    store<f32>(x + 4 * j, value);
    sum += value;
  }
  return sum;
}

/** Each row becomes its softmax. */
export function softmaxOfRows(x: usize, rows: i32, columns: i32): void {
  for (let row = x; row < x + 4 * rows * columns; row += 4 * columns) {
    const sum = exponentials(row, columns, largest(row, columns));
    for (let j = 0; j < 4 * columns; j += 4) store<f32>(row + j, load<f32>(row + j) / sum);
  }
}
