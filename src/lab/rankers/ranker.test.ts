import { describe, expect, it } from 'vitest';
import { datasetOf, randomRows } from '../../data/testing';
import ease from './ease/ranker';
import easeRecency from './easeRecency/ranker';
import itemKnn from './itemKnn/ranker';
import { logSizeOf, type LogSize } from './log-size';
import { methodOf, whyLeft } from './ranker';
import { rankers } from './rankers';

/** Every item and user alike. */
const evenly = (users: number, items: number, events: number): LogSize => ({
  users,
  items,
  events,
  userPairs: events ** 2 / users,
  itemPairs: events ** 2 / items,
});

describe('the size of a log', () => {
  it('is that of its training part', () => {
    const dataset = datasetOf(randomRows(1, { users: 12, items: 9, rows: 200 }));
    const { events, split } = dataset;
    const of = (numbers: Uint32Array, n: number) => Array.from(split.train).filter((e) => numbers[e] === n).length;
    const squares = (counts: number[]) => counts.reduce((sum, count) => sum + count ** 2, 0);
    expect(logSizeOf(dataset)).toEqual({
      users: dataset.users.length,
      items: dataset.items.length,
      events: split.train.length,
      userPairs: squares(dataset.users.map((_, u) => of(events.user, u))),
      itemPairs: squares(dataset.items.map((_, i) => of(events.item, i))),
    });
  });
});

describe('the method of a ranker', () => {
  it.each([
    [evenly(600, 3600, 90_000), 'whole'],
    [evenly(50_000, 5000, 1e6), 'whole'],
    [evenly(50_000, 10_000, 1e6), 'chosenOnFrequent'],
    [evenly(50_000, 20_000, 1e6), 'sparse'],
    [evenly(50_000, 100_000, 1e6), 'sparse'],
    // A few items are in many pasts.
    [{ ...evenly(50_000, 100_000, 1e6), itemPairs: 1e9 }, 'sparser'],
    [evenly(1e6, 1e6, 2e8), undefined],
  ] as const)('of EASE is the first that fits the budget: %o is %s', (size, id) => {
    expect(methodOf(ease, size)?.id).toBe(id);
    expect(methodOf(easeRecency, size)?.id).toBe(id);
  });

  it('is the first one of every ranker on a log of the usual size, and there is one up to a hundred thousand items', () => {
    for (const ranker of rankers) {
      expect(methodOf(ranker, evenly(20_000, 5000, 5e5)), ranker.id).toBe(ranker.methods[0]);
      expect(methodOf(ranker, evenly(50_000, 100_000, 1e6)), ranker.id).not.toBeNull();
    }
  });

  it('is that of the ranker whose model it scores by, also where another one would fit', () => {
    const size = evenly(50_000, 100_000, 1e6);
    for (const ranker of rankers.filter(({ standsOn }) => standsOn))
      expect(methodOf(ranker, size)?.id).toBe(methodOf(ranker.standsOn!, size)?.id);
    expect(methodOf(itemKnn, evenly(5e5, 1e5, 5e7))?.id).toBe('short');
  });

  it('is the first one where nothing is in the log', () => {
    expect(
      rankers.map((ranker) => methodOf(ranker, { users: 0, items: 0, events: 0, userPairs: 0, itemPairs: 0 })),
    ).toEqual(rankers.map(({ methods }) => methods[0]));
  });
});

it('a ranker that needs times says so first', () => {
  const dataset = { ...datasetOf(randomRows(1, { users: 12, items: 9, rows: 200 })), hasTime: false };
  expect(whyLeft(easeRecency, dataset)).toEqual({ reason: 'no-time', values: {} });
  expect(whyLeft(ease, dataset)).toBeNull();
});
