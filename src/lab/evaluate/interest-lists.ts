/**
 * What each interest of a user retrieves by itself, with the weights as they stand: its first N, the past events that
 * feed it, the categories of both, and the list that serving merges of all of them.
 */
import type { Dataset } from '../../data/dataset';
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import type { Tensor } from '../../engine/tf';
import type { CompiledGraph } from '../../model/run/compile';
import { interestSources } from '../../model/run/interest-source';
import { windowAt } from '../../model/nodes/session-windows';
import type { LiveModel } from '../training/live-model';
import type { Ask } from '../protocol';
import { categoryField, profile } from './categories';
import { mergedList } from './merge-interests';
import { encodeTargets } from './model';
import { rowsOfTargets } from './targets';
import { listsOf, rankInterests } from './rank-interests';
import { removedItems } from './rank';
import { routingOf, type Feeding, type Routing } from './routing';
import { asking, type Asked, type PersonAsked } from './asked';
import { shownTo, type RankedItem } from './retrieve';

/** A past event and its share of the interest it feeds; those of an interest add up to 1. */
export interface FeedingEvent {
  item: number;
  title: string;
  share: number;
}

export interface CategoryShare {
  value: string;
  share: number;
}

/** What one interest of a user retrieves, and what it is made of. */
export interface DescribedList {
  /** Place among the interests, from 0. */
  interest: number;
  /** Its own first items, best first. */
  items: RankedItem[];
  /** The past events it is made of, largest share first; empty where the graph does not say. */
  events: FeedingEvent[];
  /** Categories of these events, and of the items; empty without a category field. */
  feeds: CategoryShare[];
  finds: CategoryShare[];
}

export interface MergedItem extends RankedItem {
  /** The interest whose score it has. */
  interest: number;
  /** Interests that have it among their own first items. */
  foundBy: number[];
}

export interface InterestRetrieval {
  /** As in `Retrieval`. */
  user: number | null;
  userId: string;
  userTitle: string;
  /** Steps the weights had seen. */
  step: number;
  /** Interests of the model; those of the user that are active have a list. */
  interests: number;
  category: string | null;
  lists: DescribedList[];
  /** [lists, lists] items that two of them have in common. */
  overlap: number[][];
  /** The weights of all past events in all of them; null where they are not made of the same events. */
  routing: Routing | null;
  /** What serving shows. */
  merged: MergedItem[];
}

/** What each active interest of a user retrieves with the weights of a moment, best first, and what it is made of. */
export interface InterestsInNumbers {
  /** By row of the data that the person stands in. */
  user: number;
  /** Of the model. */
  interests: number;
  lists: { interest: number; items: number[]; scores: number[]; feeding: Feeding | null }[];
}

/** @throws LabError (scores-not-finite) */
export async function readInterests(
  { compiled, encoder: ofItems }: LiveModel,
  asked: Asked,
  k: number,
): Promise<InterestsInNumbers> {
  const {
    dataset,
    serving: { encoder },
    target,
  } = asked;
  const most = Math.min(k, dataset.items.length);
  // One after the other without a wait: with the weights of one moment.
  const vectors = encodeTargets(encoder, dataset, [target], compiled);
  const reading = readFeeding(compiled, asked);
  const index = ofItems.encodeItems();
  const found = await rankInterests(vectors, index, [removedItems(dataset, target)], most).finally(() => {
    disposeVectors(vectors);
    index.dispose();
  });
  const feeding = await reading;
  return {
    user: target.user,
    interests: compiled.interestCount,
    lists: listsOf(found, 0, most).map(({ interest, items }) => ({
      interest,
      items: items.map(({ item }) => item),
      scores: items.map(({ score }) => score),
      feeding: feeding[interest] ?? null,
    })),
  };
}

/**
 * @param step that the weights had seen
 * @throws RangeError for a field that is not there
 */
export function showInterests(
  { dataset, target, user }: PersonAsked,
  read: InterestsInNumbers,
  step: number,
  { k, category, diversity }: Omit<Ask<'retrieveByInterest'>, 'user'>,
): InterestRetrieval {
  const { interests } = read;
  const field = category === null ? null : categoryField(dataset, category);
  const shown = Math.min(k, dataset.items.length);
  const show = shownTo(dataset, target);
  const lists = read.lists.map(({ interest, items, scores }) => ({
    interest,
    items: items.slice(0, shown).map((item, at) => ({ item, score: scores[at] ?? 0 })),
  }));
  const described = lists.map(({ interest, items: listed }, at): DescribedList => {
    const items = listed.map(({ item, score }) => show(item, score));
    const fed = read.lists[at]?.feeding;
    const events = fed ? feedsOf(dataset, fed) : [];
    return {
      interest,
      items,
      events,
      feeds: field
        ? profile(
            field,
            events.map(({ item, share }) => [item, share]),
          )
        : [],
      finds: field
        ? profile(
            field,
            items.map(({ item }) => [item, 1]),
          )
        : [],
    };
  });
  return {
    user,
    userId: dataset.users[target.user] ?? '',
    userTitle: dataset.userTitles[target.user] ?? '',
    step,
    interests,
    category,
    lists: described,
    overlap: described.map((one) =>
      described.map((other) => one.items.filter(({ item }) => other.items.some((known) => known.item === item)).length),
    ),
    routing: routingOf(
      dataset,
      read.lists.map(({ feeding }) => feeding),
    ),
    merged: mergedList(lists, shown, field, diversity).map(({ item, score, interest, foundBy }): MergedItem => ({
      ...show(item, score),
      interest,
      foundBy,
    })),
  };
}

/** @throws RangeError for a user or a field that is not there; LabError (scores-not-finite) */
export function retrieveByInterest(
  model: LiveModel,
  { user: who, ...question }: Ask<'retrieveByInterest'>,
): Promise<InterestRetrieval> {
  const { step, dataset } = model;
  return asking(model, who, async (asked) => {
    // A field that is not there is said before anything is computed.
    if (question.category !== null) categoryField(dataset, question.category);
    return showInterests(asked, await readInterests(model, asked, question.k), step, question);
  });
}

/** Of each interest; null where the graph has nothing that says it. */
function readFeeding(
  compiled: CompiledGraph,
  { serving: { encoder }, dataset, target }: Asked,
): Promise<(Feeding | null)[]> {
  const rows = rowsOfTargets(dataset, [target], compiled);
  const read = new Map<string, Promise<ArrayLike<number>>>();
  const numbersOf = (key: string, output: () => Tensor): Promise<ArrayLike<number>> => {
    const known = read.get(key);
    if (known) return known;
    const tensor = output();
    const numbers = tensor.data().finally(() => tensor.dispose());
    read.set(key, numbers);
    return numbers;
  };
  return Promise.all(
    interestSources(compiled).map(async (source, interest, { length: interests }): Promise<Feeding | null> => {
      if (!source) return null;
      const {
        lookup: { length, window },
      } = source;
      const past = window ? rows.windows[windowAt(compiled.windows, window)]! : rows.history;
      const shown = Math.min(past.counts[0] ?? 0, length);
      const weights = new Float64Array(shown);
      if ('coupling' in source) {
        const numbers = await numbersOf(source.coupling, () => encoder.userOutput(rows, source.coupling, 'coupling'));
        weights.forEach((_, at) => {
          weights[at] = numbers[(length - shown + at) * interests + interest]!;
        });
      } else {
        const groups = compiled.probes.find(({ key }) => key === source.probe)!.labels.length / length;
        const numbers = await numbersOf(source.probe, () => encoder.userValues(rows, source.probe));
        for (let group = 0; group < groups; group++)
          weights.forEach((sum, at) => {
            weights[at] = sum + numbers[group * length + length - shown + at]!;
          });
      }
      return { items: [...past.owners.subarray(past.length - shown, past.length)], weights: [...weights] };
    }),
  );
}

/** The events of an interest with their shares of it, which add up to 1, the largest first. */
function feedsOf(dataset: Dataset, { items, weights }: Feeding): FeedingEvent[] {
  const total = weights.reduce((sum, x) => sum + x, 0);
  return Array.from(items, (item, at) => ({
    item,
    title: dataset.itemTitles[item] ?? '',
    share: total === 0 ? 0 : weights[at]! / total,
  })).sort((a, b) => b.share - a.share);
}
