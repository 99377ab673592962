/** EASE (Steck, WWW 2019): a linear item-to-item model in closed form, the strongest of the counting baselines. */
import type { Dataset } from '../../../data/dataset';
import type { TakeTurn } from '../../evaluate/turns';
import { sharedFit, type Fit, type OnProgress } from '../fitting/fitting';
import { plainSum, type AddSimilar } from '../fitting/history-sum';
import type { RowScorer } from '../fitting/score-row';
import { invertSymmetric } from '../fitting/symmetric-inverse';
import { membersOf, type Sets, type TrainingSets } from '../fitting/training-sets';
import { validationGain } from '../fitting/validation';
import type { Rankers } from '../ranker';

export const EASE_LAMBDAS: readonly number[] = [20, 100, 300, 1000, 3000, 10_000, 30_000];

export interface Ease {
  scorer: RowScorer;
  add: AddSimilar;
  lambda: number;
}
export interface EaseOptions {
  takeTurn: TakeTurn;
  signal?: AbortSignal;
  onProgress?: OnProgress;
  lambdas?: readonly number[];
}

/**
 * score(j) = sum over distinct history items h of B[h, j], with the lambda of the best validation NDCG@10 (the first of
 * equals; a single one is not tried).
 */
export async function fitEase(dataset: Dataset, sets: TrainingSets, options: EaseOptions): Promise<Ease> {
  const { takeTurn, signal, onProgress, lambdas = EASE_LAMBDAS } = options;
  const square = new Float64Array(sets.items ** 2);
  let weights = new Float32Array(sets.items ** 2);
  let best = new Float32Array(sets.items ** 2);
  let bestLambda = 0;
  let bestGain = -1;
  for (const [at, lambda] of lambdas.entries()) {
    const report = (fraction: number): void => onProgress?.((at + fraction) / lambdas.length);
    await regularisedInverse(sets, lambda, square, takeTurn, (fraction) => report(0.9 * fraction));
    inverseToWeights(square, weights);
    const gain =
      lambdas.length === 1
        ? 0
        : await validationGain(dataset, plainSum(dataset, addRows(weights, sets.items)), { signal });
    report(1);
    if (gain > bestGain) {
      bestGain = gain;
      bestLambda = lambda;
      [best, weights] = [weights, best];
    }
  }
  const add = addRows(best, sets.items);
  return { lambda: bestLambda, add, scorer: plainSum(dataset, add) };
}

/**
 * Rows of a square [size x size], four at a time: what they are added to is then loaded and stored a fourth as often.
 */
const addRows =
  (square: Float32Array, size: number): AddSimilar =>
  (scores, items, weights) => {
    const row = scores.all();
    const fours = items.length - (items.length % 4);
    for (let n = 0; n < fours; n += 4) {
      const [a, b, c, d] = [items[n]! * size, items[n + 1]! * size, items[n + 2]! * size, items[n + 3]! * size];
      const [wa, wb, wc, wd] = [weights[n]!, weights[n + 1]!, weights[n + 2]!, weights[n + 3]!];
      for (let j = 0; j < size; j++)
        row[j]! += wa * square[a + j]! + wb * square[b + j]! + wc * square[c + j]! + wd * square[d + j]!;
    }
    for (let n = fours; n < items.length; n++) {
      const from = items[n]! * size;
      const weight = weights[n]!;
      for (let j = 0; j < size; j++) row[j]! += weight * square[from + j]!;
    }
  };

/** Steck's eq. 8: B[i, j] = -P[i, j] / P[j, j], and 0 on the diagonal. */
function inverseToWeights(p: Float64Array, weights: Float32Array): void {
  const items = Math.sqrt(p.length);
  const scale = Float64Array.from({ length: items }, (_, j) => -1 / p[j * items + j]!);
  for (let i = 0; i < items; i++) {
    for (let j = 0; j < items; j++) weights[i * items + j] = p[i * items + j]! * scale[j]!;
    weights[i * items + i] = 0;
  }
}

/**
 * P = (XᵀX + lambda I)⁻¹ of the binary training matrix X [users x items], written into `square` [items x items].
 * With fewer users than items the small inverse is enough (Woodbury): P = (I - Xᵀ (X Xᵀ + lambda I)⁻¹ X) / lambda.
 */
export async function regularisedInverse(
  { users, items, itemsOf, usersOf }: TrainingSets,
  lambda: number,
  square: Float64Array,
  takeTurn: TakeTurn,
  onProgress?: (fraction: number) => void,
): Promise<void> {
  if (users >= items) {
    gram(itemsOf, users, items, lambda, square);
    return invertSymmetric(square, items, takeTurn, onProgress);
  }
  const small = new Float64Array(users ** 2);
  gram(usersOf, items, users, lambda, small);
  await invertSymmetric(small, users, takeTurn, (fraction) => onProgress?.(fraction / 2));
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

export const easeOf = sharedFit(({ dataset, sets, takeTurn, signal }, onProgress) =>
  fitEase(dataset, sets, { takeTurn, signal, onProgress }),
);

export default (async (fitting, onProgress) => {
  const { scorer, lambda } = await easeOf(fitting, onProgress);
  return { scorer, chosen: { lambda } };
}) satisfies Fit<Rankers['ease']>;
