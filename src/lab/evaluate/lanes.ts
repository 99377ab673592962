/**
 * What each interest of a user retrieves by itself, with the weights as they stand: its first N, the past events that feed it, the categories of both, and
 * the list that serving merges of all of them.
 */
import type { Tensor2D } from '@tensorflow/tfjs';
import type { Dataset, Target } from '../../data/dataset';
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import { interestSource } from '../../model/interest-source';
import { windowAt } from '../../model/session-windows';
import type { LiveModel } from '../live-model';
import type { Ask, FeedingEvent, InterestRetrieval, Lane, MergedItem } from '../protocol';
import { categoryField, profile } from './categories';
import { mergedList } from './merge-lanes';
import { encodeTargets, rowsOfTargets } from './model';
import { listsOf, rankLanes } from './rank-lanes';
import { removedItems } from './rank';
import { checkUser, shownTo, targetOf } from './retrieve';

/** @throws RangeError for a user or a field that is not there; NotFiniteError */
export async function retrieveByInterest(model: LiveModel, { user, k, category, diversity }: Ask<'retrieveByInterest'>): Promise<InterestRetrieval> {
  const { dataset, encoder, compiled } = model;
  checkUser(dataset, user);
  const field = category === null ? null : categoryField(dataset, category);
  const target = targetOf(dataset, user);
  const shown = Math.min(k, dataset.items.length);
  const { step } = model;
  // One after the other without a wait: with the weights of one moment.
  const vectors = encodeTargets(encoder, dataset, [target], compiled);
  const feeding = readFeeding(model, target);
  const index = encoder.encodeItems();
  const found = await rankLanes(vectors, index, [removedItems(dataset, target).toSorted()], shown).finally(() => {
    disposeVectors(vectors);
    index.dispose();
  });
  const coupling = await feeding;
  const show = shownTo(dataset, target);
  const lists = listsOf(found, 0, shown);
  const lanes = lists.map(({ interest, items: listed }): Lane => {
    const items = listed.map(({ item, score }) => show(item, score));
    const events = coupling ? feedsOf(dataset, coupling, interest) : [];
    return {
      interest, items, events,
      feeds: field ? profile(field, events.map(({ item, share }) => [item, share])) : [],
      finds: field ? profile(field, items.map(({ item }) => [item, 1])) : [],
    };
  });
  return {
    user, userId: dataset.users[user] ?? '', userTitle: dataset.userTitles[user] ?? '', step,
    interests: compiled.interestCount, category, lanes,
    overlap: lanes.map((one) => lanes.map((other) => one.items.filter(({ item }) => other.items.some((known) => known.item === item)).length)),
    merged: mergedList(lists, shown, field, diversity).map(({ item, score, interest, foundBy }): MergedItem => ({ ...show(item, score), interest, foundBy })),
  };
}

interface Coupling { shares: Float32Array; interests: number; /** Of the row, oldest first: items of the events the interests are made of. */ items: Uint32Array; length: number }

/** How much of each past event of a user goes into each interest; null where the graph has nothing that says it. */
function readFeeding({ compiled, encoder, dataset }: LiveModel, target: Target): Promise<Coupling | null> {
  const source = interestSource(compiled);
  if (!source) return Promise.resolve(null);
  const rows = rowsOfTargets(dataset, [target], compiled);
  const { length, window } = source.lookup;
  const past = window ? rows.windows[windowAt(compiled.windows, window)]! : rows.history;
  const output = encoder.userOutput(rows, source.nodeId, 'coupling') as Tensor2D;
  const shown = Math.min(past.counts[0] ?? 0, length);
  return output.data().then((numbers) => {
    output.dispose();
    return { shares: Float32Array.from(numbers.slice(0, length * compiled.interestCount)), interests: compiled.interestCount, length, items: past.owners.slice(past.length - shown, past.length) };
  });
}

/** The events of an interest with their shares of it, which add up to 1, the largest first. */
function feedsOf(dataset: Dataset, { shares, interests, items, length }: Coupling, interest: number): FeedingEvent[] {
  const weights = Array.from(items, (_, at) => shares[(length - items.length + at) * interests + interest]!);
  const total = weights.reduce((sum, x) => sum + x, 0);
  return Array.from(items, (item, at) => ({ item, title: dataset.itemTitles[item] ?? '', share: total === 0 ? 0 : weights[at]! / total })).sort((a, b) => b.share - a.share);
}
