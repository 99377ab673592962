/**
 * ItemKNN (Sarwar et al., WWW 2001; Deshpande and Karypis, TOIS 2004): items liked by the same people, cosine of binary
 * columns with shrinkage (Bell and Koren, ICDM 2007): similarity(i, j) = users of both / (sqrt(users of i x users of j)
 * + shrinkage). Neighbours and shrinkage are tuned, without which ItemKNN is no rival (Ferrari Dacrema et al., TOIS
 * 2021).
 */
import type { Dataset } from '../../../data/dataset';
import type { TakeTurn } from '../../turns';
import { tieBreakOf } from '../fitting/counting-scorer';
import { methodFor, sharedFit, type Fit, type OnProgress } from '../fitting/fitting';
import { plainSum, type AddSimilar } from '../fitting/history-sum';
import { pastItemsOf } from '../fitting/pasts';
import { type RowScorer, type RowScorers, SETTINGS } from '../fitting/score-row';
import { SimilarItems } from '../fitting/similar-items';
import { shortened, type TrainingSets } from '../fitting/training-sets';
import { validationGains } from '../fitting/validation';
import type { Rankers } from '../ranker';
import ranker, { NEIGHBOURS, SEARCHES, SHRINKAGES } from './ranker';

export interface ItemKnn {
  scorer: RowScorer;
  add: AddSimilar;
  neighbours: number;
  shrinkage: number;
}
/** @property neighbours ascending, up to `SETTINGS` of them */
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
 *
 * The items of each user are gone through in pairs, once for the limits, once for each shrinkage that is tried, and
 * once more for the best: sum over users of items^2 each time. What is held is what is kept, 12 bytes for each.
 */
export async function fitItemKnn(dataset: Dataset, sets: TrainingSets, options: ItemKnnOptions): Promise<ItemKnn> {
  const { takeTurn, signal, onProgress, neighbours = NEIGHBOURS, shrinkages = SHRINKAGES } = options;
  const passes = shrinkages.length + 2;
  const reportPass = (pass: number) => (fraction: number) => onProgress?.((pass + fraction) / passes);
  const limits = await keptLimits(sets, { shrinkages, neighbours }, takeTurn, reportPass(0));
  const isChoice = neighbours.length * shrinkages.length > 1;
  let best = { gain: -1, at: 0, level: 0 };
  for (const [at, shrinkage] of isChoice ? shrinkages.entries() : []) {
    const report = reportPass(at + 1);
    const kept = await keptSimilarities(sets, limits[at]!, shrinkage, takeTurn, (fraction) => report(fraction / 2));
    const onEvaluated = (fraction: number): void => report((1 + fraction) / 2);
    const gains = await validationGains(dataset, sumsByLevel(dataset, kept), { signal, onProgress: onEvaluated });
    for (const [level, gain] of gains.entries()) if (gain > best.gain) best = { gain, at, level };
  }
  const [shrinkage, limit] = [shrinkages[best.at]!, limits[best.at]![best.level]!];
  const add = addKept(await keptSimilarities(sets, [limit], shrinkage, takeTurn, reportPass(passes - 1)));
  return { scorer: plainSum(dataset, add), add, neighbours: neighbours[best.level]!, shrinkage };
}

/** Which items the candidates keep under one number of neighbours. */
interface Limit {
  /** [items] The least similarity that a candidate keeps. */
  least: Float64Array;
  /** How many all of them keep together. */
  kept: number;
}

/** For each shrinkage and number of neighbours. */
async function keptLimits(
  sets: TrainingSets,
  { shrinkages, neighbours }: { shrinkages: readonly number[]; neighbours: readonly number[] },
  takeTurn: TakeTurn,
  onProgress: OnProgress,
): Promise<Limit[][]> {
  const { items } = sets;
  const limits = shrinkages.map(() => neighbours.map((): Limit => ({ least: new Float64Array(items), kept: 0 })));
  const similar = new SimilarItems(sets);
  for (let candidate = 0; candidate < items; candidate++) {
    await takeTurn();
    similar.take(candidate);
    for (const [at, shrinkage] of shrinkages.entries()) {
      const ascending = similar.values(shrinkage);
      if (ascending.length >= neighbours[0]!) ascending.sort();
      for (const [level, count] of neighbours.entries()) {
        const limit = limits[at]![level]!;
        let first = Math.max(0, ascending.length - count);
        limit.least[candidate] = ascending.length < count ? 0 : ascending[first]!;
        while (first > 0 && ascending[first - 1] === ascending[first]) first--;
        limit.kept += ascending.length - first;
      }
    }
    onProgress((candidate + 1) / items);
  }
  return limits;
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

/** What is kept under the smallest number of neighbours, or the only one. */
const addKept =
  ({ starts, levels, candidates, similarities }: Kept): AddSimilar =>
  (rows, items, weights) => {
    items.forEach((item, i) => {
      const [from, to] = [starts[item * levels]!, starts[item * levels + 1]!];
      rows.addAll(candidates, similarities, from, to, weights, i);
    });
  };

/** By all numbers of neighbours at once: what is kept under one of them is kept under all larger ones. */
function sumsByLevel(dataset: Dataset, { starts, levels, candidates, similarities }: Kept): RowScorers {
  const counts = Float64Array.from({ length: levels * SETTINGS }, (_, at) =>
    Number(at % SETTINGS >= Math.floor(at / SETTINGS)),
  );
  return {
    base: tieBreakOf(dataset.split.itemCounts),
    settings: levels,
    add: (target, rows) => {
      for (const item of pastItemsOf(dataset, target))
        for (let level = 0; level < levels; level++) {
          const [from, to] = [starts[item * levels + level]!, starts[item * levels + level + 1]!];
          rows.addAll(candidates, similarities, from, to, counts, level);
        }
    },
  };
}

/**
 * Similarities are the same from both sides, so the limits say who keeps whom, and how many there are: no list is
 * turned over, none is held twice.
 * @param limits of ascending numbers of neighbours
 */
async function keptSimilarities(
  sets: TrainingSets,
  limits: readonly Limit[],
  shrinkage: number,
  takeTurn: TakeTurn,
  onProgress: OnProgress,
): Promise<Kept> {
  const { items } = sets;
  const levels = limits.length;
  const { kept } = limits.at(-1)!;
  const starts = new Uint32Array(items * levels + 1);
  const candidates = new Uint32Array(kept);
  const similarities = new Float64Array(kept);
  const similar = new SimilarItems(sets);
  const { others } = similar;
  let end = 0;
  for (let item = 0; item < items; item++) {
    await takeTurn();
    similar.take(item);
    const values = similar.values(shrinkage);
    let left = values.length;
    for (const [level, { least }] of limits.entries()) {
      const asked = left;
      left = 0;
      for (let n = 0; n < asked; n++) {
        const [other, value] = [others[n]!, values[n]!];
        if (value >= least[other]!) {
          candidates[end] = other;
          similarities[end++] = value;
        } else {
          others[left] = other;
          values[left++] = value;
        }
      }
      starts[item * levels + level + 1] = end;
    }
    onProgress((item + 1) / items);
  }
  return { starts, levels, candidates, similarities };
}

export const itemKnnOf = sharedFit(({ dataset, sets, takeTurn, signal }, onProgress) => {
  const { neighbours, longest } = SEARCHES[methodFor(ranker, dataset) as keyof typeof SEARCHES];
  return fitItemKnn(dataset, shortened(sets, longest), { takeTurn, signal, onProgress, neighbours });
});

export default (async (fitting, onProgress) => {
  const { scorer, neighbours, shrinkage } = await itemKnnOf(fitting, onProgress);
  return { scorer, chosen: { neighbours, shrinkage } };
}) satisfies Fit<Rankers['itemKnn']>;
