/** What is asked of a ranking of the full catalogue, for a chunk of targets at once. */
import type { Dataset, Target } from '../../data/dataset';
import type { ItemLists, Ranking, RetrievalQuery } from '../../engine/kernels/retrieval/reference';
import { leaveOut, removedItems } from './rank';
import { noStandings, type Standings } from './standings';

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

/** Target items that are no candidates of their target get no place. */
export function leaveOutRemoved(
  standings: Standings,
  dataset: Dataset,
  targets: readonly Target[],
  removedOf = removedItems,
): void {
  let at = 0;
  for (const target of targets) {
    leaveOut(standings, target.items, removedOf(dataset, target), at);
    at += target.items.length;
  }
}

/** What was found out about all targets, chunk after chunk; target items that are no candidates get no place. */
export function rankingsTogether(
  rankings: readonly Ranking[],
  dataset: Dataset,
  targets: readonly Target[],
): TargetRanking {
  const listed = rankings.reduce((sum, { top }) => sum + top.length, 0);
  const all = { ...noStandings(targets), top: new Uint32Array(listed), topScores: new Float32Array(listed) };
  let [asked, place] = [0, 0];
  for (const { greater, ties, top, topScores } of rankings) {
    all.greater.set(greater, asked);
    all.ties.set(ties, asked);
    all.top.set(top, place);
    all.topScores.set(topScores, place);
    asked += ties.length;
    place += top.length;
  }
  leaveOutRemoved(all, dataset, targets);
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
