/**
 * One list of several: the maximum of each item's scores, as serving merges interests, or ComiRec's greedy choice
 * between score and variety.
 */
import type { Field } from '../../data/dataset';
import { valuesOf } from './categories';

export interface Scored {
  item: number;
  score: number;
}
/** What an interest retrieves, best first. */
export interface InterestList {
  interest: number;
  items: readonly Scored[];
}

export interface Merged extends Scored {
  /** The interest whose score it is. */
  interest: number;
  /** Interests that list it. */
  foundBy: number[];
}

/**
 * The first `k` by the largest score of any interest, ties by lowest item index. Exact where each interest lists its
 * own first `k`: an item of the merged list is among the first k of the interest it has its score from.
 */
export function mergeInterests(lists: readonly InterestList[], k: number): Merged[] {
  const best = new Map<number, Merged>();
  for (const { interest, items } of lists) {
    for (const { item, score } of items) {
      const known = best.get(item);
      if (!known) best.set(item, { item, score, interest, foundBy: [interest] });
      else {
        known.foundBy.push(interest);
        if (score > known.score) Object.assign(known, { score, interest });
      }
    }
  }
  return [...best.values()].sort((a, b) => b.score - a.score || a.item - b.item).slice(0, k);
}

/**
 * Greedily the item with the largest score + diversity x number of items chosen before that share no category with it
 * (ComiRec: Cen et al., KDD 2020, section 3.5 and algorithm 2). Items without a category are of one, that of none: they
 * gain nothing from each other.
 * @param candidates by score; @param categoriesOf values of an item
 */
export function controlled(
  candidates: readonly Merged[],
  categoriesOf: (item: number) => readonly number[],
  diversity: number,
  k: number,
): Merged[] {
  const left = candidates.map((candidate) => ({ candidate, categories: categoriesOf(candidate.item), others: 0 }));
  const chosen: Merged[] = [];
  while (chosen.length < k && left.length > 0) {
    const gain = ({ candidate, others }: (typeof left)[number]): number => candidate.score + diversity * others;
    let at = 0;
    left.forEach((own, i) => {
      if (gain(own) > gain(left[at]!)) at = i;
    });
    const [next] = left.splice(at, 1);
    chosen.push(next!.candidate);
    for (const own of left) if (!alike(own.categories, next!.categories)) own.others += 1;
  }
  return chosen;
}

const alike = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === 0 ? other.length === 0 : one.some((category) => other.includes(category));

/** What serving shows. @throws RangeError for a diversity without a field */
export function mergedList(
  lists: readonly InterestList[],
  k: number,
  field: Field | null,
  diversity: number,
): Merged[] {
  if (diversity === 0) return mergeInterests(lists, k);
  if (field === null) throw new RangeError(`a diversity of ${diversity} needs a category`);
  return controlled(mergeInterests(lists, lists.length * k), (item) => valuesOf(field, item), diversity, k);
}
