/** ItemKNN (Sarwar et al., WWW 2001; Deshpande and Karypis, TOIS 2004): items liked by the same people, cosine of binary columns. */
import type { Dataset } from '../../../data/dataset';
import { historyItemsOf } from '../../../data/history';
import { NO_ITEM } from '../metrics';
import { type Scorer, topItems } from '../rank';
import type { TakeTurn } from '../turns';
import { countingScorer } from './popularity';
import { membersOf, sizeOf, type TrainingSets } from './training-sets';

export const NEIGHBOURS = 100;
const NOTHING = new Uint32Array(0);

/**
 * Each candidate keeps its `NEIGHBOURS` most similar items, and all that tie with the last of them; its score is the sum of its similarities to the
 * distinct items of the history among them.
 */
export async function itemKnnScorer(dataset: Dataset, sets: TrainingSets, takeTurn: TakeTurn, onProgress?: (fraction: number) => void): Promise<Scorer> {
  const { starts, candidates, similarities } = await neighbours(sets, takeTurn, onProgress);
  return countingScorer(dataset, (target, row) => {
    for (const item of historyItemsOf(dataset, target)) {
      for (let n = starts[item]!; n < starts[item + 1]!; n++) row[candidates[n]!]! += similarities[n]!;
    }
  });
}

interface Neighbours {
  /** CSR over history items. */
  starts: Uint32Array;
  /** Candidates that keep the history item as a neighbour. */
  candidates: Uint32Array;
  similarities: Float64Array;
}

async function neighbours({ items, itemsOf, usersOf }: TrainingSets, takeTurn: TakeTurn, onProgress?: (fraction: number) => void): Promise<Neighbours> {
  const kept: { item: number; candidate: number; similarity: number }[] = [];
  const cosine = new Float64Array(items);
  for (let candidate = 0; candidate < items; candidate++) {
    await takeTurn();
    cosine.fill(0);
    for (const user of membersOf(usersOf, candidate)) for (const item of membersOf(itemsOf, user)) cosine[item]!++;
    const own = sizeOf(usersOf, candidate);
    for (let item = 0; item < items; item++) if (cosine[item]! > 0) cosine[item]! /= Math.sqrt(own * sizeOf(usersOf, item));
    cosine[candidate] = 0;
    const last = topItems(cosine, NEIGHBOURS, NOTHING).at(-1)!;
    const least = last === NO_ITEM ? 0 : cosine[last]!;
    for (let item = 0; item < items; item++) {
      const similarity = cosine[item]!;
      if (similarity > 0 && similarity >= least) kept.push({ item, candidate, similarity });
    }
    onProgress?.((candidate + 1) / items);
  }
  const starts = new Uint32Array(items + 1);
  for (const { item } of kept) starts[item + 1]!++;
  for (let item = 0; item < items; item++) starts[item + 1]! += starts[item]!;
  const next = starts.slice();
  const candidates = new Uint32Array(kept.length);
  const similarities = new Float64Array(kept.length);
  for (const { item, candidate, similarity } of kept) {
    const at = next[item]!++;
    candidates[at] = candidate;
    similarities[at] = similarity;
  }
  return { starts, candidates, similarities };
}
