/** What a few seeds say of a mean: its interval by Student's t. */

/** Mean of the values with the bounds of its interval; no bounds where one value tells nothing of the spread. */
export interface MeanInterval {
  mean: number;
  half: number | null;
}

/**
 * Mean and half width of its interval.
 * @param values at least one
 * @param level probability that the interval holds the mean, 0.95 by default
 */
export function interval(values: readonly number[], level = 0.95): MeanInterval {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, half: null };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, half: studentQuantile(values.length - 1, level) * Math.sqrt(variance / values.length) };
}

/**
 * The t for which a variable of Student's with `freedom` degrees of freedom lies within ±t with probability `level`; by
 * bisection.
 */
export function studentQuantile(freedom: number, level: number): number {
  let [low, high] = [0, 1];
  while (probabilityWithin(high, freedom) < level) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (probabilityWithin(middle, freedom) < level) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * P(|T| < t) for whole degrees of freedom: the finite series of Abramowitz and Stegun, 26.7.3 and 26.7.4, with theta =
 * atan(t / sqrt(freedom)).
 */
function probabilityWithin(t: number, freedom: number): number {
  const theta = Math.atan(t / Math.sqrt(freedom));
  const [sin, cos] = [Math.sin(theta), Math.cos(theta)];
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cos : 1;
  let sum = 0;
  for (let k = isOdd ? 1 : 0; k <= freedom - 2; k += 2) {
    sum += term;
    term *= ((k + 1) / (k + 2)) * cos * cos;
  }
  return isOdd ? (2 / Math.PI) * (theta + sin * sum) : sin * sum;
}
