/** Numbers dropped by counter-based draws: see kernels/counter-uniform/reference.ts. */
const GOLDEN: i32 = <i32>0x9e3779b9;

function mixed(x: v128): v128 {
  let h = v128.xor(x, i32x4.shr_u(x, 16));
  h = i32x4.mul(h, i32x4.splat(<i32>0x85ebca6b));
  h = v128.xor(h, i32x4.shr_u(h, 13));
  h = i32x4.mul(h, i32x4.splat(<i32>0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}

/**
 * y = factor x where the draw of a number is at least `least`, else 0; both have room for a multiple of four numbers.
 * @param key of the draw; @param least of 2^24
 */
export function dropped(x: usize, y: usize, count: i32, key: i32, least: i32, factor: f32): void {
  const factors = f32x4.splat(factor);
  const leasts = i32x4.splat(least);
  const four = i32x4.splat(4);
  let at = i32x4.add(i32x4.splat(key + GOLDEN), i32x4(0, 1, 2, 3));
  for (let i = 0; i < count; i += 4) {
    const kept = i32x4.ge_s(i32x4.shr_u(mixed(at), 8), leasts);
    v128.store(y + 4 * i, v128.and(kept, f32x4.mul(factors, v128.load(x + 4 * i))));
    at = i32x4.add(at, four);
  }
}
