import { describe, expect, it } from 'vitest';
import type { Dataset, Target } from '../../../data/dataset';
import { historyOf } from '../../../data/history';
import { frequentPart } from './frequent-part';
import { LOGS, logsOf } from './testing';

/** What is known of a target by names: of items alone that `isKept` allows. */
function named(dataset: Dataset, target: Target, isKept: (item: string) => boolean = () => true) {
  const itemsOf = (positions: Uint32Array): string[] =>
    Array.from(positions, (event) => dataset.items[dataset.events.item[event]!]!).filter(isKept);
  return {
    user: dataset.users[target.user],
    history: itemsOf(historyOf(dataset, target)),
    events: itemsOf(target.events),
    items: Array.from(target.items, (item) => dataset.items[item]!).filter(isKept),
    apart: Array.from(target.apart, (item) => dataset.items[item]!).filter(isKept),
  };
}

describe('the part of the most frequent items', () => {
  it.each(LOGS)('has their events, histories and targets as they were, under %o', (changes) => {
    for (const dataset of logsOf(changes)) {
      const { items, events, split } = dataset;
      const most = Math.ceil(items.length / 3);
      const part = frequentPart(dataset, most);
      expect(part.items).toHaveLength(most);
      const countOf = (name: string): number => split.itemCounts[items.indexOf(name)]!;
      const least = Math.min(...part.items.map(countOf));
      expect(items.filter((name) => countOf(name) > least).every((name) => part.items.includes(name))).toBe(true);
      expect(Array.from(part.split.itemCounts)).toEqual(part.items.map(countOf));

      const isKept = (name: string): boolean => part.items.includes(name);
      const rowsOf = ({ events: own, users, items: names }: Dataset, positions: Iterable<number>) =>
        Array.from(positions, (event) => ({
          user: users[own.user[event]!],
          item: names[own.item[event]!]!,
          time: own.time[event],
          group: own.tieGroup[event],
        })).filter(({ item }) => isKept(item));
      expect(rowsOf(part, part.events.item.keys())).toEqual(rowsOf(dataset, events.item.keys()));
      expect(rowsOf(part, part.split.train)).toEqual(rowsOf(dataset, split.train));
      part.users.forEach((_, user) => {
        for (let event = part.userStart[user]!; event < part.userStart[user + 1]!; event++)
          expect(part.events.user[event]).toBe(user);
      });
      expect(part.split.validation.map((target) => named(part, target))).toEqual(
        split.validation
          .map((target) => named(dataset, target, isKept))
          .filter(({ items: wanted }) => wanted.length > 0),
      );
    }
  });
});
