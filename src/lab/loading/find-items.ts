/** Items by their names, for whoever makes up a history. */
import type { Dataset } from '../../data/dataset';
import { matchOfNames, plainName } from './user-match';

export interface FoundItem {
  item: number;
  id: string;
  title: string;
  note: string;
}

/**
 * Items whose id or title contains the text: those it names in full first, then those it begins, then the others; of
 * equal ones those with more training events first. At most `limit`.
 */
export function findItems(
  { items, itemTitles, itemNotes, split }: Dataset,
  text: string,
  limit: number,
): { items: FoundItem[] } {
  const wanted = plainName(text.trim());
  const found = items.flatMap((id, item) => {
    const rank = matchOfNames(wanted, plainName(id), plainName(itemTitles[item] ?? ''));
    return rank === null ? [] : [{ item, rank, events: split.itemCounts[item] ?? 0 }];
  });
  found.sort((a, b) => a.rank - b.rank || b.events - a.events || a.item - b.item);
  return {
    items: found.slice(0, limit).map(({ item }) => ({
      item,
      id: items[item]!,
      title: itemTitles[item] ?? '',
      note: itemNotes[item] ?? '',
    })),
  };
}
