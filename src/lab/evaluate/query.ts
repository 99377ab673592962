/** What is asked of a ranking of the full catalogue, for a chunk of targets at once. */
import type { Dataset, Target } from '../../data/dataset';
import type { ItemLists, RetrievalQuery } from '../../engine/kernels/retrieval/reference';
import { leaveOut, removedItems } from './rank';
import type { Standings } from './standings';

/** The targets' items ranked, and the best `k` listed, without those that are removed. */
export const queryOf = (
  dataset: Dataset,
  part: readonly Target[],
  k: number,
  removedOf = removedItems,
): RetrievalQuery => ({
  users: part.length,
  k,
  seen: compressed(part.map((target) => removedOf(dataset, target).toSorted())),
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
