/** What is asked of a ranking of the full catalogue, for a chunk of targets at once. */
import type { Dataset, Target } from '../../data/dataset';
import { firstFrom } from '../../data/first-from';
import type { ItemLists, Ranking, RetrievalQuery } from '../../engine/kernels/retrieval/reference';
import { removedItems } from './rank';
import { noStandings, type Standings, UNRANKED } from './standings';

/** Where the items of targets stand, and the lists of these targets one after the other. */
export interface TargetRanking extends Standings {
  top: Uint32Array;
  topScores: Float32Array;
}

/** The targets' items ranked, and the best `k` listed, without those that are removed. */
export const queryOf = (
  dataset: Dataset,
  part: readonly Target[],
  k: number,
  removedOf = removedItems,
): RetrievalQuery => ({
  users: part.length,
  k,
  seen: compressed(part.map((target) => removedOf(dataset, target))),
  targets: compressed(part.map(({ items }) => items)),
});

/** Places among the items asked about of those that are no candidates of their target. */
export function removedAmong({ users, seen, targets }: RetrievalQuery): number[] {
  const removed: number[] = [];
  for (let user = 0; user < users; user++) {
    const [from, end] = [seen.start[user]!, seen.start[user + 1]!];
    for (let at = targets.start[user]!; at < targets.start[user + 1]!; at++) {
      const item = targets.items[at]!;
      const place = firstFrom(from, end, (other) => seen.items[other]! >= item);
      if (place < end && seen.items[place] === item) removed.push(at);
    }
  }
  return removed;
}

/**
 * What was found out about all targets, chunk after chunk; target items that are no candidates get no place.
 * @param removed of the query of each chunk, `removedAmong`
 */
export function rankingsTogether(
  rankings: readonly Ranking[],
  removed: readonly (readonly number[])[],
  targets: readonly Target[],
): TargetRanking {
  const listed = rankings.reduce((sum, { top }) => sum + top.length, 0);
  const all = { ...noStandings(targets), top: new Uint32Array(listed), topScores: new Float32Array(listed) };
  let [asked, place] = [0, 0];
  rankings.forEach(({ greater, ties, top, topScores }, chunk) => {
    all.greater.set(greater, asked);
    all.ties.set(ties, asked);
    for (const at of removed[chunk]!) [all.greater[asked + at], all.ties[asked + at]] = [UNRANKED, 0];
    all.top.set(top, place);
    all.topScores.set(topScores, place);
    asked += ties.length;
    place += top.length;
  });
  return all;
}

/**
 * What was found out about targets that were ranked in another order than they are asked about in.
 * @param order places among `asked`, of the first that was ranked and so on
 */
export function inOrderAsked(ranked: TargetRanking, asked: readonly Target[], order: readonly number[]): TargetRanking {
  const k = ranked.top.length / asked.length;
  const { start } = compressed(asked.map(({ items }) => items));
  const all = { ...noStandings(asked), top: ranked.top.slice(), topScores: ranked.topScores.slice() };
  let from = 0;
  order.forEach((at, n) => {
    const end = from + asked[at]!.items.length;
    all.greater.set(ranked.greater.subarray(from, end), start[at]!);
    all.ties.set(ranked.ties.subarray(from, end), start[at]!);
    all.top.set(ranked.top.subarray(n * k, (n + 1) * k), at * k);
    all.topScores.set(ranked.topScores.subarray(n * k, (n + 1) * k), at * k);
    from = end;
  });
  return all;
}

/** Lists one after the other, and where each begins. */
export function compressed(lists: readonly Uint32Array[]): ItemLists {
  const start = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => {
    start[i + 1] = (start[i] ?? 0) + list.length;
  });
  const items = new Uint32Array(start.at(-1) ?? 0);
  lists.forEach((list, i) => items.set(list, start[i]));
  return { start, items };
}
