/** A data set of the most frequent items alone: where a choice is made that would take too long on all of them. */
import type { Dataset, Target } from '../../../data/dataset';

/**
 * The `most` items with the most training events (ties by lowest index), their events and the validation targets that
 * ask for one of them. Fields, test targets and whatever rankers do not read are left out.
 */
export function frequentPart(dataset: Dataset, most: number): Dataset {
  const { items, users, events, userStart, split } = dataset;
  const { itemCounts } = split;
  const byCount = Uint32Array.from(itemCounts.keys()).sort((a, b) => itemCounts[b]! - itemCounts[a]! || a - b);
  const kept = byCount.slice(0, most).sort();
  /** [items] The place of a kept one, plus one; 0: it is left out. */
  const places = new Uint32Array(items.length);
  kept.forEach((item, place) => {
    places[item] = place + 1;
  });
  const placesOf = (these: Uint32Array): Uint32Array =>
    these.filter((item) => places[item]! > 0).map((item) => places[item]! - 1);

  const isKept = (event: number): boolean => places[events.item[event]!]! > 0;
  /** [events + 1] Kept events before an event. */
  const before = new Uint32Array(events.item.length + 1);
  for (let event = 0; event < events.item.length; event++) before[event + 1] = before[event]! + Number(isKept(event));
  const positionsOf = (these: Uint32Array): Uint32Array => these.filter(isKept).map((event) => before[event]!);
  const only = <Numbers extends Uint32Array | Float64Array>(numbers: Numbers): Numbers =>
    numbers.filter((_, event) => isKept(event)) as Numbers;

  const targetOf = (target: Target): Target => ({
    ...target,
    events: positionsOf(target.events),
    items: placesOf(target.items),
    history: before[userStart[target.user]! + target.history]! - before[userStart[target.user]!]!,
    historyEvents: target.historyEvents && positionsOf(target.historyEvents),
    apart: placesOf(target.apart),
  });
  return {
    ...dataset,
    users,
    items: Array.from(kept, (item) => items[item]!),
    itemTitles: [],
    itemNotes: [],
    userStart: userStart.map((start) => before[start]!),
    shown: null,
    events: {
      user: only(events.user),
      item: placesOf(events.item),
      time: only(events.time),
      tieGroup: only(events.tieGroup),
      line: only(events.line),
      session: null,
      weight: null,
      outcomes: null,
    },
    fields: [],
    split: {
      train: positionsOf(split.train),
      validation: split.validation.map(targetOf).filter((target) => target.items.length > 0),
      test: [],
      itemCounts: kept.map((item) => itemCounts[item]!),
      unseenTargets: 0,
    },
  };
}
