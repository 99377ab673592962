/**
 * ItemKNN (Sarwar et al., WWW 2001; Deshpande and Karypis, TOIS 2004): items liked by the same people, cosine of binary
 * columns with shrinkage (Bell and Koren, ICDM 2007): similarity(i, j) = users of both / (sqrt(users of i x users of j)
 * + shrinkage). Neighbours and shrinkage are tuned, without which ItemKNN is no rival (Ferrari Dacrema et al., TOIS
 * 2021).
 */
import type { Dataset } from '../../../data/dataset';
import type { TakeTurn } from '../../evaluate/turns';
import { sharedFit, type Fit, type OnProgress } from '../fitting/fitting';
import { plainSum, type AddSimilar } from '../fitting/history-sum';
import type { RowScorer } from '../fitting/score-row';
import { membersOf, sizeOf, type TrainingSets } from '../fitting/training-sets';
import { validationGain } from '../fitting/validation';
import type { Rankers } from '../ranker';

/** Neighbours tried, ascending. */
export const NEIGHBOURS: readonly number[] = [50, 100, 200, 500];
export const SHRINKAGES: readonly number[] = [0, 10, 100, 1000];

export interface ItemKnn {
  scorer: RowScorer;
  add: AddSimilar;
  neighbours: number;
  shrinkage: number;
}
/** @property neighbours ascending */
export interface ItemKnnOptions {
  takeTurn: TakeTurn;
  signal?: AbortSignal;
  onProgress?: OnProgress;
  neighbours?: readonly number[];
  shrinkages?: readonly number[];
}

/**
 * Each candidate keeps its most similar items, as many as there are neighbours, and all that tie with the last of them;
 * its score is the sum of its similarities to the distinct items of the history among them. Neighbours and shrinkage:
 * those of the best validation NDCG@10 (the first of equals; single ones are not tried).
 */
export async function fitItemKnn(dataset: Dataset, sets: TrainingSets, options: ItemKnnOptions): Promise<ItemKnn> {
  const { takeTurn, signal, onProgress, neighbours = NEIGHBOURS, shrinkages = SHRINKAGES } = options;
  const isChoice = neighbours.length * shrinkages.length > 1;
  let best: Omit<ItemKnn, 'scorer'> & { gain: number } = {
    gain: -1,
    add: () => undefined,
    neighbours: 0,
    shrinkage: 0,
  };
  for (const [at, shrinkage] of shrinkages.entries()) {
    const report = (fraction: number): void => onProgress?.((at + fraction) / shrinkages.length);
    const kept = await keptSimilarities(sets, { shrinkage, neighbours }, takeTurn, (fraction) => report(fraction / 2));
    for (const [level, count] of neighbours.entries()) {
      const add = addKept(kept, level);
      const gain = isChoice ? await validationGain(dataset, plainSum(dataset, add), { signal }) : 0;
      report((1 + (level + 1) / neighbours.length) / 2);
      if (gain > best.gain) best = { gain, add, neighbours: count, shrinkage };
    }
  }
  const { add } = best;
  return { scorer: plainSum(dataset, add), add, neighbours: best.neighbours, shrinkage: best.shrinkage };
}

/** Those that some candidate keeps under the largest number of neighbours. */
interface Kept {
  /**
   * CSR over history items and, within an item, levels: the first place in the list of neighbours under which the
   * candidate keeps the item.
   */
  starts: Uint32Array;
  levels: number;
  candidates: Uint32Array;
  similarities: Float64Array;
}

const addKept =
  ({ starts, levels, candidates, similarities }: Kept, level: number): AddSimilar =>
  (row, items, weights) => {
    items.forEach((item, i) => {
      const end = starts[item * levels + level + 1]!;
      for (let n = starts[item * levels]!; n < end; n++) row.add(candidates[n]!, weights[i]! * similarities[n]!);
    });
  };

/**
 * Similarities are the same from both sides, so a second pass knows from the limits of the first who keeps whom: no
 * list is turned over, none is held twice.
 */
async function keptSimilarities(
  sets: TrainingSets,
  { shrinkage, neighbours }: { shrinkage: number; neighbours: readonly number[] },
  takeTurn: TakeTurn,
  onProgress: OnProgress,
): Promise<Kept> {
  const { items } = sets;
  const levels = neighbours.length;
  const similar = similarTo(sets, shrinkage);
  /** [items x levels] the least similarity a candidate keeps. */
  const limits = new Float64Array(items * levels);
  for (let candidate = 0; candidate < items; candidate++) {
    await takeTurn();
    const { values, found } = similar(candidate);
    const ascending = values.subarray(0, found).sort();
    neighbours.forEach((count, level) => {
      limits[candidate * levels + level] = ascending.at(-count) ?? 0;
    });
    onProgress((candidate + 1) / (2 * items));
  }
  const starts = new Uint32Array(items * levels + 1);
  const candidates: number[] = [];
  const similarities: number[] = [];
  for (let item = 0; item < items; item++) {
    await takeTurn();
    const { others, values, found } = similar(item);
    let left = 0;
    for (let n = 0; n < found; n++)
      if (values[n]! >= limits[(others[n]! + 1) * levels - 1]!) left = keepAt(others, values, left, n);
    for (let level = 0; level < levels; level++) {
      const asked = left;
      left = 0;
      for (let n = 0; n < asked; n++) {
        if (values[n]! >= limits[others[n]! * levels + level]!) {
          candidates.push(others[n]!);
          similarities.push(values[n]!);
        } else left = keepAt(others, values, left, n);
      }
      starts[item * levels + level + 1] = candidates.length;
    }
    onProgress(0.5 + (item + 1) / (2 * items));
  }
  return { starts, levels, candidates: Uint32Array.from(candidates), similarities: Float64Array.from(similarities) };
}

/** Moves entry n to the end of those that stay. @returns how many stay now */
function keepAt(others: Uint32Array, values: Float64Array, end: number, n: number): number {
  others[end] = others[n]!;
  values[end] = values[n]!;
  return end + 1;
}

interface Similar {
  others: Uint32Array;
  values: Float64Array;
  found: number;
}

/**
 * The items with a user in common, and how similar they are: the first `found` of arrays that the next call overwrites.
 */
function similarTo({ items, itemsOf, usersOf }: TrainingSets, shrinkage: number): (item: number) => Similar {
  const common = new Uint32Array(items);
  const others = new Uint32Array(items);
  const values = new Float64Array(items);
  return (item) => {
    common.fill(0);
    for (const user of membersOf(usersOf, item)) for (const other of membersOf(itemsOf, user)) common[other]!++;
    const own = sizeOf(usersOf, item);
    let found = 0;
    for (let other = 0; other < items; other++) {
      if (common[other] === 0 || other === item) continue;
      others[found] = other;
      values[found++] = common[other]! / (Math.sqrt(own * sizeOf(usersOf, other)) + shrinkage);
    }
    return { others, values, found };
  };
}

export const itemKnnOf = sharedFit(({ dataset, sets, takeTurn, signal }, onProgress) =>
  fitItemKnn(dataset, sets, { takeTurn, signal, onProgress }),
);

export default (async (fitting, onProgress) => {
  const { scorer, neighbours, shrinkage } = await itemKnnOf(fitting, onProgress);
  return { scorer, chosen: { neighbours, shrinkage } };
}) satisfies Fit<Rankers['itemKnn']>;
