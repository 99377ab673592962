/** The inverse that EASE is made of. */
import { invertSymmetric } from '../../../engine/linear-algebra/symmetric-inverse';
import type { TakeTurn } from '../../turns';
import type { OnProgress } from '../fitting/fitting';
import { membersOf, type Sets, type TrainingSets } from '../fitting/training-sets';

export interface InverseOptions {
  takeTurn: TakeTurn;
  onProgress?: OnProgress;
  /** Of a symmetric positive definite matrix [n x n], in place; its lower triangle is given. On the host by default. */
  invert?: (square: Float64Array, n: number, onProgress: OnProgress) => Promise<void>;
}

/**
 * P = (XᵀX + lambda I)⁻¹ of the binary training matrix X [users x items], written into `square` [items x items].
 * With fewer users than items the small inverse is enough (Woodbury): P = (I - Xᵀ (X Xᵀ + lambda I)⁻¹ X) / lambda.
 */
export async function regularisedInverse(
  { users, items, itemsOf, usersOf }: TrainingSets,
  lambda: number,
  square: Float64Array,
  { takeTurn, onProgress, invert = (a, n, report) => invertSymmetric(a, n, takeTurn, report) }: InverseOptions,
): Promise<void> {
  if (users >= items) {
    gram(itemsOf, users, items, lambda, square);
    return invert(square, items, (fraction) => onProgress?.(fraction));
  }
  const small = new Float64Array(users ** 2);
  gram(usersOf, items, users, lambda, small);
  await invert(small, users, (fraction) => onProgress?.(fraction / 2));
  const { starts, members } = usersOf;
  const sums = new Float64Array(users);
  for (let i = 0; i < items; i++) {
    await takeTurn();
    sums.fill(0);
    for (const user of membersOf(usersOf, i)) for (let v = 0; v < users; v++) sums[v]! += small[user * users + v]!;
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let m = starts[j]!; m < starts[j + 1]!; m++) sum += sums[members[m]!]!;
      square[i * items + j] = square[j * items + i] = ((i === j ? 1 : 0) - sum) / lambda;
    }
    onProgress?.((1 + ((i + 1) / items) ** 2) / 2);
  }
}

/** into = lambda I + the number of rows that hold both members, for each pair of members. */
function gram(sets: Sets, rows: number, size: number, lambda: number, into: Float64Array): void {
  into.fill(0);
  for (let i = 0; i < size; i++) into[i * size + i] = lambda;
  for (let row = 0; row < rows; row++) {
    const members = membersOf(sets, row);
    for (const a of members) for (const b of members) into[a * size + b]!++;
  }
}
