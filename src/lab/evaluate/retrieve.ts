/**
 * What a person is shown for one user: the past, the model's list, Popularity's list, and where the held-out items
 * stand.
 */
import type { Dataset, Target } from '../../data/dataset';
import { historyOf } from '../../data/history';
import type { LiveModel } from '../training/live-model';
import { asking, baseOf, type Asked, type Who } from './asked';
import { NO_ITEM } from './metrics';
import { rankChunk } from './model';
import { removedItems, topItems } from './rank';
import { midRank } from './standings';

export interface RankedItem {
  item: number;
  id: string;
  title: string;
  note: string;
  score: number;
  /** The user's held-out item. */
  hit: boolean;
  /** In the user's history. */
  seen: boolean;
}

export interface Retrieval {
  /** By row; null of a person who is made up from nothing. */
  user: number | null;
  userId: string;
  userTitle: string;
  userNote: string;
  /** Newest first; `event`: its position in the log, or behind its end of a person who is made up. */
  history: { event: number; item: number; id: string; title: string; note: string; time: number | null }[];
  /** `rank`: half of the items of the same score stand before it; Infinity where the item is no candidate. */
  targets: { item: number; title: string; rank: number }[];
  model: RankedItem[];
  popularity: RankedItem[];
  /** Steps the weights had seen. */
  step: number;
}

/** Items as they are shown to the user of a target: with their words, and whether they are held out or known. */
export function shownTo(dataset: Dataset, target: Target): (item: number, score: number) => RankedItem {
  const seen = new Set(Array.from(historyOf(dataset, target), (event) => dataset.events.item[event] ?? 0));
  const wanted = new Set(target.items);
  return (item, score) => ({ item, ...labels(dataset, item), score, hit: wanted.has(item), seen: seen.has(item) });
}

/** @throws RangeError for a user, or anything of a person, that the data set does not have */
export const retrieve = (model: LiveModel, who: Who, k: number): Promise<Retrieval> =>
  asking(model, who, (asked) => listsFor(model, baseOf(who), asked, k));

async function listsFor(
  { compiled, encoder: ofItems, step }: LiveModel,
  user: number | null,
  { dataset, encoder, target }: Asked,
  k: number,
): Promise<Retrieval> {
  const index = ofItems.encodeItems();
  const { top, topScores, ...standings } = await rankChunk(
    encoder,
    dataset,
    index,
    [target],
    compiled,
    Math.min(k, dataset.items.length),
  ).finally(() => index.dispose());
  const show = shownTo(dataset, target);
  const counts = Float32Array.from(dataset.split.itemCounts);
  return {
    user,
    userId: dataset.users[target.user] ?? '',
    userTitle: dataset.userTitles[target.user] ?? '',
    userNote: '',
    history: Array.from(historyOf(dataset, target), (event) => {
      const item = dataset.events.item[event] ?? 0;
      const time = dataset.hasTime ? (dataset.events.time[event] ?? null) : null;
      return { event, item, ...labels(dataset, item), time };
    }).toReversed(),
    targets: Array.from(target.items, (item, i) => ({
      item,
      title: dataset.itemTitles[item] ?? '',
      rank: midRank(standings, i),
    })),
    model: Array.from(top).flatMap((item, place) => (item === NO_ITEM ? [] : [show(item, topScores[place] ?? 0)])),
    popularity: Array.from(topItems(counts, k, removedItems(dataset, target))).flatMap((item) =>
      item === NO_ITEM ? [] : [show(item, counts[item] ?? 0)],
    ),
    step,
  };
}

export function labels(dataset: Dataset, item: number): { id: string; title: string; note: string } {
  return { id: dataset.items[item] ?? '', title: dataset.itemTitles[item] ?? '', note: dataset.itemNotes[item] ?? '' };
}
