/** The rules of Adam, four numbers at a time: see optimizers/rules.ts. */
import { loaded, stored } from './vector';

/**
 * p -= decay p + rate m / (sqrt(v) / divisor + epsilon) of `count` rows of `width` numbers.
 * @param rows which of `value` and the moments; 0 = the first `count`
 * @param gradient [count, width], times `factor`
 * @param beta1, @param beta2 what is missing to 1
 */
export function adam(
  value: usize,
  moment1: usize,
  moment2: usize,
  rows: usize,
  gradient: usize,
  count: i32,
  width: i32,
  factor: f32,
  beta1: f32,
  beta2: f32,
  rate: f32,
  divisor: f32,
  epsilon: f32,
  decay: f32,
): void {
  const factors = f32x4.splat(factor);
  const betas1 = f32x4.splat(beta1);
  const betas2 = f32x4.splat(beta2);
  const rates = f32x4.splat(rate);
  const divisors = f32x4.splat(divisor);
  const epsilons = f32x4.splat(epsilon);
  const decays = f32x4.splat(decay);
  for (let u = 0; u < count; u++) {
    const first = 4 * width * (rows ? load<i32>(rows + 4 * u) : u);
    for (let i = 0; i < width; i += 4) {
      const at = first + 4 * i;
      const left = width - i;
      const g = f32x4.mul(factors, loaded(gradient + 4 * (u * width + i), left));
      const p = loaded(value + at, left);
      let m = loaded(moment1 + at, left);
      let v = loaded(moment2 + at, left);
      m = f32x4.add(m, f32x4.mul(f32x4.sub(g, m), betas1));
      v = f32x4.add(v, f32x4.mul(f32x4.sub(f32x4.mul(g, g), v), betas2));
      const divided = f32x4.add(f32x4.div(f32x4.sqrt(v), divisors), epsilons);
      const moved = f32x4.sub(f32x4.sub(p, f32x4.mul(decays, p)), f32x4.div(f32x4.mul(rates, m), divided));
      stored(moment1 + at, m, left);
      stored(moment2 + at, v, left);
      stored(value + at, moved, left);
    }
  }
}
