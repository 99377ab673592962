/** What a person is shown for one user: the past, the model's list, Popularity's list, and where the held-out items stand. */
import type { Dataset, Target } from '../../data/dataset';
import { historyOf } from '../../data/history';
import type { LiveModel } from '../live-model';
import type { RankedItem, Retrieval } from '../protocol';
import { NO_ITEM } from './metrics';
import { rankChunk } from './model';
import { removedItems, topItems } from './rank';

/** The test question of a user, or one without held-out items where the user is not tested. */
export function targetOf(dataset: Dataset, user: number): Target {
  const asked = dataset.split.test.find((target) => target.user === user);
  const start = dataset.userStart[user] ?? 0;
  return asked ?? { user, items: new Uint32Array(0), history: (dataset.userStart[user + 1] ?? start) - start, historyEvents: null };
}

/** @throws RangeError for a user the data set does not have */
export async function retrieve(model: LiveModel, user: number, k: number): Promise<Retrieval> {
  const { dataset, encoder, compiled } = model;
  if (!Number.isInteger(user) || user < 0 || user >= dataset.users.length) throw new RangeError(`user index ${user}; this data set has ${dataset.users.length} users`);
  const target = targetOf(dataset, user);
  const step = model.step;
  const index = encoder.encodeItems();
  const { ranks, top, topScores } = await rankChunk(encoder, dataset, index, [target], compiled, Math.min(k, dataset.items.length)).finally(() => index.dispose());
  const seen = new Set(Array.from(historyOf(dataset, target), (event) => dataset.events.item[event] ?? 0));
  const wanted = new Set(target.items);
  const show = (item: number, score: number): RankedItem => ({ item, ...labels(dataset, item), score, hit: wanted.has(item), seen: seen.has(item) });
  const counts = Float32Array.from(dataset.split.itemCounts);
  return {
    user, userId: dataset.users[user] ?? '', userTitle: dataset.userTitles[user] ?? '', userNote: '',
    history: Array.from(historyOf(dataset, target), (event) => {
      const item = dataset.events.item[event] ?? 0;
      return { item, ...labels(dataset, item), time: dataset.hasTime ? (dataset.events.time[event] ?? null) : null };
    }).toReversed(),
    targets: Array.from(target.items, (item, i) => ({ item, title: dataset.itemTitles[item] ?? '', rank: ranks[i] ?? Infinity })),
    model: Array.from(top).flatMap((item, place) => (item === NO_ITEM ? [] : [show(item, topScores[place] ?? 0)])),
    popularity: Array.from(topItems(counts, k, removedItems(dataset, target))).flatMap((item) => (item === NO_ITEM ? [] : [show(item, counts[item] ?? 0)])),
    step,
  };
}

export function labels(dataset: Dataset, item: number): { id: string; title: string; note: string } {
  return { id: dataset.items[item] ?? '', title: dataset.itemTitles[item] ?? '', note: dataset.itemNotes[item] ?? '' };
}
