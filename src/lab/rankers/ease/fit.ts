/**
 * EASE (Steck, WWW 2019): a linear item-to-item model in closed form, the strongest of the counting baselines. Beyond
 * what one matrix can be made of, its sparse form.
 */
import type { Dataset } from '../../../data/dataset';
import type { TakeTurn } from '../../turns';
import { methodFor, sharedFit, type Fit, type Fitting, type OnProgress } from '../fitting/fitting';
import { frequentPart } from '../fitting/frequent-part';
import { plainSum, type AddSimilar, type WholeRows } from '../fitting/history-sum';
import type { RowScorer } from '../fitting/score-row';
import { trainingSets, type TrainingSets } from '../fitting/training-sets';
import { validationGain } from '../fitting/validation';
import type { Rankers } from '../ranker';
import { Inverses, onHost } from './inverses';
import ranker, { EASE_LAMBDAS, FREQUENT, isSparse, SOLVED_ON } from './ranker';
import { fitSparse } from './sparse';

export interface Ease {
  scorer: RowScorer;
  model: AddSimilar | WholeRows;
  lambda: number;
}
export interface EaseOptions {
  takeTurn: TakeTurn;
  inverses?: Inverses;
  signal?: AbortSignal;
  onProgress?: OnProgress;
  lambdas?: readonly number[];
}

/**
 * score(j) = sum over distinct history items h of B[h, j], with the lambda of the best validation NDCG@10 (the first of
 * equals; a single one is not tried).
 */
export async function fitEase(dataset: Dataset, sets: TrainingSets, options: EaseOptions): Promise<Ease> {
  const { takeTurn, signal, onProgress, lambdas = EASE_LAMBDAS, inverses = onHost(takeTurn) } = options;
  const [only] = lambdas;
  if (lambdas.length === 1) return fitWith(dataset, sets, only!, options);
  const square = new Float64Array(sets.items ** 2);
  let weights = new Float32Array(sets.items ** 2);
  let best = new Float32Array(sets.items ** 2);
  let bestLambda = 0;
  let bestGain = -1;
  for (const [at, lambda] of lambdas.entries()) {
    const report = (fraction: number): void => onProgress?.((at + fraction) / lambdas.length);
    await inverses.invert(sets, lambda, square, (fraction) => report(0.9 * fraction));
    inverseToWeights(square, weights);
    const gain = await validationGain(dataset, plainSum(dataset, rowsOf(weights, sets.items)), { signal });
    report(1);
    if (gain > bestGain) {
      bestGain = gain;
      bestLambda = lambda;
      [best, weights] = [weights, best];
    }
  }
  const model = rowsOf(best, sets.items);
  return { lambda: bestLambda, model, scorer: plainSum(dataset, model) };
}

/** The weights take the place of the inverse: 8 bytes for each pair of items are all that is held. */
async function fitWith(
  dataset: Dataset,
  sets: TrainingSets,
  lambda: number,
  { takeTurn, onProgress, inverses = onHost(takeTurn) }: EaseOptions,
): Promise<Ease> {
  const square = new Float64Array(sets.items ** 2);
  await inverses.invert(sets, lambda, square, onProgress);
  const weights = new Float32Array(square.buffer, 0, square.length);
  inverseToWeights(square, weights);
  const model = rowsOf(weights, sets.items);
  return { lambda, model, scorer: plainSum(dataset, model) };
}

/** The lambda that is best among the most frequent items: logs and targets without the others. */
async function lambdaOnFrequent(dataset: Dataset, options: Omit<EaseOptions, 'lambdas'>): Promise<number> {
  const part = frequentPart(dataset, FREQUENT);
  if (part.split.validation.length === 0) return EASE_LAMBDAS[0]!;
  return (await fitEase(part, trainingSets(part), options)).lambda;
}

/**
 * Rows of a square [size x size], four at a time: what they are added to is then loaded and stored a fourth as often.
 */
const rowsOf = (square: Float32Array, size: number): WholeRows => ({
  addRows(row, items, weights) {
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
  },
});

/**
 * Steck's eq. 8: B[i, j] = -P[i, j] / P[j, j], and 0 on the diagonal.
 * @param weights may be the first half of the buffer of `p`: what is written lies before what is still to be read
 */
function inverseToWeights(p: Float64Array, weights: Float32Array): void {
  const items = Math.sqrt(p.length);
  const scale = Float64Array.from({ length: items }, (_, j) => -1 / p[j * items + j]!);
  for (let i = 0; i < items; i++)
    for (let j = 0; j < items; j++) weights[i * items + j] = i === j ? 0 : p[i * items + j]! * scale[j]!;
}

/** By a method of the ranker. */
export async function fitEaseBy(
  method: string,
  fitting: Fitting,
  inverses: Inverses,
  onProgress: OnProgress,
): Promise<Ease> {
  const { dataset, sets, takeTurn, signal } = fitting;
  const options = { takeTurn, signal, inverses };
  if (method === 'whole') return fitEase(dataset, sets, { ...options, onProgress });
  const lambda = await lambdaOnFrequent(dataset, { ...options, onProgress: (f) => onProgress(SEARCH * f) });
  const report: OnProgress = (fraction) => onProgress(SEARCH + (1 - SEARCH) * fraction);
  if (method === 'chosenOnFrequent') return fitWith(dataset, sets, lambda, { ...options, onProgress: report });
  if (!isSparse(method)) throw new Error(`EASE has no method "${method}"`);
  const model = await fitSparse(sets, lambda, takeTurn, report, SOLVED_ON[method]);
  return { lambda, model, scorer: plainSum(dataset, model) };
}

export const easeOf = sharedFit(async (fitting, onProgress) => {
  const inverses = new Inverses({ takeTurn: fitting.takeTurn });
  try {
    const ease = await fitEaseBy(methodFor(ranker, fitting.dataset), fitting, inverses, onProgress);
    return { ...ease, notes: inverses.notes };
  } finally {
    inverses.close();
  }
});

/** Of the fitting, where lambda is chosen on the most frequent items. */
const SEARCH = 0.2;

export default (async (fitting, onProgress) => {
  const { scorer, lambda, notes } = await easeOf(fitting, onProgress);
  return { scorer, chosen: { lambda }, notes };
}) satisfies Fit<Rankers['ease']>;
