/**
 * What a person is shown for one user: the past, the model's list, Popularity's list, and where the held-out items
 * stand. The weights give numbers, which may be kept; the data set gives the words for them.
 */
import type { Dataset, Target } from '../../data/dataset';
import { historyOf } from '../../data/history';
import type { LiveModel } from '../training/live-model';
import type { Asked, PersonAsked } from './asked';
import { NO_ITEM } from './metrics';
import { rankChunk } from './model';
import { rankByScores } from './ranker';
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

/** What the weights of a moment retrieve for a person. */
export interface ListInNumbers {
  /** By row of the data that the person stands in. */
  user: number;
  /** The first ones, best first; scores beside them. */
  items: number[];
  scores: number[];
  /** Of the held-out items, in their order; null where the item is no candidate. */
  ranks: (number | null)[];
}

/** @throws LabError (scores-not-finite) */
export async function readList(model: LiveModel, asked: Asked, k: number): Promise<ListInNumbers> {
  const { dataset, target } = asked;
  const most = Math.min(k, dataset.items.length);
  const { top, topScores, ...standings } = await (model.compiled.isRanker
    ? rankByPairs(asked, most)
    : rankByVectors(model, asked, most));
  const items = [...top].filter((item) => item !== NO_ITEM);
  return {
    user: target.user,
    items,
    scores: [...topScores.subarray(0, items.length)],
    ranks: Array.from(target.items, (_, at) => midRank(standings, at)).map((rank) =>
      Number.isFinite(rank) ? rank : null,
    ),
  };
}

function rankByPairs({ target, serving }: Asked, k: number) {
  serving.catalogueScorer.keepItems();
  return rankByScores(serving, [target], k);
}

/** The items of everybody, and the person's own vector. */
function rankByVectors({ compiled, encoder }: LiveModel, { dataset, target, serving }: Asked, k: number) {
  const index = encoder.encodeItems();
  return rankChunk(serving.encoder, dataset, index, [target], compiled, k).finally(() => index.dispose());
}

/** @param step that the weights had seen; @param k length of the lists, at most that of the one that was read */
export function showList(
  { dataset, target, user }: PersonAsked,
  { items, scores, ranks }: ListInNumbers,
  step: number,
  k: number,
): Retrieval {
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
    targets: Array.from(target.items, (item, at) => ({
      item,
      title: dataset.itemTitles[item] ?? '',
      rank: ranks[at] ?? Infinity,
    })),
    model: items.slice(0, k).map((item, place) => show(item, scores[place] ?? 0)),
    popularity: Array.from(topItems(counts, k, removedItems(dataset, target))).flatMap((item) =>
      item === NO_ITEM ? [] : [show(item, counts[item] ?? 0)],
    ),
    step,
  };
}

export function labels(dataset: Dataset, item: number): { id: string; title: string; note: string } {
  return { id: dataset.items[item] ?? '', title: dataset.itemTitles[item] ?? '', note: dataset.itemNotes[item] ?? '' };
}
