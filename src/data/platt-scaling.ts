/**
 * Platt scaling: log-odds of a label from scores that rise with it, a slope and an intercept (Platt, Probabilistic
 * outputs for support vector machines, 1999).
 */

/** The log-odds of a score s are slope * s + intercept. */
export interface Scaling {
  slope: number;
  intercept: number;
}

/** Where the loss falls no more: of the gradient, for each row. */
const FLAT = 1e-10;
const MOST_STEPS = 100;
const LEAST_STRIDE = 1e-10;

/**
 * The maximum of the likelihood over both numbers, by Newton's method with a line search (Lin, Lin and Weng, Machine
 * Learning 2007). Labels are taken for (n1 + 1) / (n1 + 2) and 1 / (n0 + 2), n1 and n0 of each kind, as Platt takes
 * them: both numbers stay finite where a score tells the labels apart without an error.
 * @param taken scores of what has the label @param others of what has not
 * @param counts how often each of the `others` counts
 * @returns slope 0 where all scores are alike
 */
export function plattScaling(taken: ArrayLike<number>, others: ArrayLike<number>, counts: ArrayLike<number>): Scaling {
  const rows = taken.length + others.length;
  const weightOf = (row: number): number => (row < taken.length ? 1 : counts[row - taken.length]!);
  const scoreOf = (row: number): number => (row < taken.length ? taken[row]! : others[row - taken.length]!);
  let [all, mean] = [0, 0];
  for (let row = 0; row < rows; row++) all += weightOf(row);
  for (let row = 0; row < rows; row++) mean += (weightOf(row) / all) * scoreOf(row);
  let variance = 0;
  for (let row = 0; row < rows; row++) variance += (weightOf(row) / all) * (scoreOf(row) - mean) ** 2;
  const without = all - taken.length;
  const flat: Scaling = { slope: 0, intercept: Math.log((taken.length + 1) / (without + 1)) };
  if (!(variance > 0)) return flat;
  // Of standard scores, whose second derivatives are of one size.
  const unit = Math.sqrt(variance);
  const targets = [1 / (without + 2), (taken.length + 1) / (taken.length + 2)] as const;
  const targetOf = (row: number): number => targets[row < taken.length ? 1 : 0];

  /** The mean loss, its gradient and its second derivatives. */
  const at = (a: number, b: number) => {
    let [loss, da, db, daa, dab, dbb] = [0, 0, 0, 0, 0, 0];
    for (let row = 0; row < rows; row++) {
      const weight = weightOf(row) / all;
      const z = (scoreOf(row) - mean) / unit;
      const f = a * z + b;
      const e = Math.exp(-Math.abs(f));
      const p = f >= 0 ? 1 / (1 + e) : e / (1 + e);
      loss += weight * (Math.max(f, 0) + Math.log1p(e) - targetOf(row) * f);
      const off = weight * (p - targetOf(row));
      da += off * z;
      db += off;
      const curve = weight * p * (1 - p);
      daa += curve * z * z;
      dab += curve * z;
      dbb += curve;
    }
    return { loss, da, db, daa, dab, dbb };
  };

  let [a, b] = [0, flat.intercept];
  let here = at(a, b);
  for (let step = 0; step < MOST_STEPS && Math.hypot(here.da, here.db) > FLAT; step++) {
    const { loss, da, db, daa, dab, dbb } = here;
    const determinant = daa * dbb - dab * dab;
    const [toA, toB] = [(dab * db - dbb * da) / determinant, (dab * da - daa * db) / determinant];
    let stride = 1;
    let next = at(a + toA, b + toB);
    while (stride > LEAST_STRIDE && !(next.loss <= loss + 1e-4 * stride * (da * toA + db * toB)))
      next = at(a + (stride /= 2) * toA, b + stride * toB);
    if (stride <= LEAST_STRIDE) break;
    [a, b, here] = [a + stride * toA, b + stride * toB, next];
  }
  return { slope: a / unit, intercept: b - (a * mean) / unit };
}
