/** How far an inverse that was computed in single precision is from the true one. */
import type { TakeTurn } from '../../turns';
import { membersOf, sizeOf, type TrainingSets } from '../fitting/training-sets';

/** Columns that are looked at: so many of those that rounding hurts most, and as many others. */
const OF_EACH = 8;

/**
 * Of the weights B[i, j] = -P[i, j] / P[j, j], how far one is off, as a share of the largest of its column; the largest
 * such share of a few columns. The residual R = (XᵀX + lambda I) P - I of a column is counted from the log in double
 * precision, and P R is the error of that column but for what is quadratic in it: about 2 x events + items^2
 * multiply-adds for each.
 * @param p [items x items] about (XᵀX + lambda I)⁻¹
 * @returns NaN where a number is none
 */
export async function errorOfWeights(
  sets: TrainingSets,
  lambda: number,
  p: Float64Array,
  takeTurn: TakeTurn,
): Promise<number> {
  let largest = 0;
  for (const column of columnsToLookAt(sets, lambda, p)) {
    await takeTurn();
    // Of a number and NaN, it is NaN.
    largest = Math.max(largest, errorOfColumn(sets, lambda, p, column));
  }
  return largest;
}

/**
 * The items that others explain best: their variance inflation factors, A[j, j] P[j, j], are largest, and by them the
 * rounding of a column is magnified. And some from the most to the least frequent one, evenly.
 */
function columnsToLookAt({ items, usersOf }: TrainingSets, lambda: number, p: Float64Array): Set<number> {
  const every = Uint32Array.from({ length: items }, (_, item) => item);
  const inflation = (item: number): number => (sizeOf(usersOf, item) + lambda) * p[item * items + item]!;
  const inflated = every.toSorted((a, b) => inflation(b) - inflation(a)).subarray(0, OF_EACH);
  const byFrequency = every.toSorted((a, b) => sizeOf(usersOf, b) - sizeOf(usersOf, a));
  const evenly = inflated.map((_, n) => byFrequency[Math.round((n * (items - 1)) / (OF_EACH - 1))]!);
  return new Set([...inflated, ...evenly]);
}

function errorOfColumn({ items, itemsOf, users, usersOf }: TrainingSets, lambda: number, p: Float64Array, j: number) {
  const column = p.subarray(j * items, (j + 1) * items);
  const ofUser = new Float64Array(users);
  for (let user = 0; user < users; user++) for (const item of membersOf(itemsOf, user)) ofUser[user]! += column[item]!;
  const residual = Float64Array.from(column, (value) => lambda * value);
  residual[j]! -= 1;
  for (let item = 0; item < items; item++)
    for (const user of membersOf(usersOf, item)) residual[item]! += ofUser[user]!;
  const off = Float64Array.from({ length: items }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < items; k++) sum += p[i * items + k]! * residual[k]!;
    return sum;
  });
  let most = 0;
  let worst = 0;
  for (let i = 0; i < items; i++) {
    if (i === j) continue;
    most = Math.max(most, Math.abs(column[i]!));
    worst = Math.max(worst, Math.abs(off[i]! - (column[i]! / column[j]!) * off[j]!));
  }
  return worst === 0 ? 0 : worst / most;
}
