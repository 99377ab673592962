import { describe, expect, it } from 'vitest';
import type { Dataset, Target } from './dataset';
import { historyOf } from './history';
import { DataError } from './table';
import { datasetOf, randomRows, type Row } from './testing';

const DAY = 86_400_000;
const ids = (dataset: Dataset, positions: Iterable<number>): string =>
  Array.from(positions, (e) => dataset.items[dataset.events.item[e]!]).join(' ');
/** "history -> items" of a target. */
const asked = (dataset: Dataset, target: Target): string =>
  `${dataset.users[target.user]}: ${ids(dataset, historyOf(dataset, target))} -> ${Array.from(target.items, (i) => dataset.items[i]).join(' ')}`;

/** Whoever else is needed so that the log has a second user with three moments. */
const other: Row[] = [
  ['o', 'p', 1],
  ['o', 'q', 2],
  ['o', 'r', 3],
];

describe('leave-last-out', () => {
  it('asks for the last moment in test, for the one before in validation, and trains on what is earlier', () => {
    const dataset = datasetOf([
      ['a', 'x', 1],
      ['a', 'y', 2],
      ['a', 'z', 2],
      ['a', 'v', 3],
      ['a', 'w', 3],
      ['a', 't', 4],
      ...other,
    ]);
    expect(ids(dataset, dataset.split.train)).toBe('x y z p');
    expect(dataset.split.validation.map((t) => asked(dataset, t))).toEqual(['a: x y z -> v w', 'o: p -> q']);
    expect(dataset.split.test.map((t) => asked(dataset, t))).toEqual(['a: x y z v w -> t', 'o: p q -> r']);
  });

  it('keeps users with fewer than three moments in training only', () => {
    const dataset = datasetOf([['a', 'x', 1], ['a', 'y', 2], ['a', 'z', 2], ...other]);
    expect(ids(dataset, dataset.split.train)).toBe('x y z p');
    expect(dataset.split.test.map(({ user }) => dataset.users[user])).toEqual(['o']);
  });

  it('lets the order of lines decide inside a moment under ties: file', () => {
    const rows: Row[] = [['a', 'x', 1], ['a', 'y', 1], ['a', 'z', 1], ['a', 'v', 1], ...other];
    expect(asked(datasetOf(rows, { ties: 'file' }), datasetOf(rows, { ties: 'file' }).split.test[0]!)).toBe(
      'a: x y z -> v',
    );
    expect(datasetOf(rows).split.test.map(({ user }) => user)).toEqual([1]);
  });

  it('names an item once where it was bought twice in the target moment', () => {
    const dataset = datasetOf([['a', 'x', 1], ['a', 'y', 2], ['a', 'z', 3], ['a', 'z', 3], ['a', 'y', 3], ...other], {
      repeats: 'all',
    });
    expect(asked(dataset, dataset.split.test[0]!)).toBe('a: x y -> z y');
  });
});

describe('the last fifth of each user', () => {
  const rows = (user: string, times: readonly number[]): Row[] => times.map((time, i) => [user, `x${i}`, time]);

  it('asks for the last moments that hold a fifth of the events, and in validation for those that hold a tenth of the rest', () => {
    // 12 events: a fifth is 2.4, so three moments; a tenth of the nine before is one.
    const dataset = datasetOf(
      [
        ...rows(
          'a',
          Array.from({ length: 12 }, (_, i) => i),
        ),
        ...other,
      ],
      { split: 'last-fifth' },
    );
    expect(dataset.split.validation.map((t) => asked(dataset, t))).toEqual([
      'a: x0 x1 x2 x3 x4 x5 x6 x7 -> x8',
      'o: p -> q',
    ]);
    expect(dataset.split.test.map((t) => asked(dataset, t))).toEqual([
      'a: x0 x1 x2 x3 x4 x5 x6 x7 x8 -> x9 x10 x11',
      'o: p q -> r',
    ]);
    expect(ids(dataset, dataset.split.train)).toBe('x0 x1 x2 x3 x4 x5 x6 x7 p');
  });

  it('never parts a tie group, and leaves one for each part before', () => {
    const dataset = datasetOf(
      [
        ...rows('a', [1, 2, 3, 3, 4, 4, 4]),
        ...rows('b', [1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3]),
        ...rows('c', [1, 2, 2]),
      ],
      { split: 'last-fifth' },
    );
    expect(dataset.split.validation.map((t) => asked(dataset, t))).toEqual([
      'a: x0 x1 -> x2 x3',
      'b: x0 -> x1 x2 x3 x4 x5 x6 x7 x8 x9 x10 x11',
    ]);
    expect(dataset.split.test.map((t) => asked(dataset, t))).toEqual([
      'a: x0 x1 x2 x3 -> x4 x5 x6',
      'b: x0 x1 x2 x3 x4 x5 x6 x7 x8 x9 x10 x11 -> x12',
    ]);
    expect(ids(dataset, dataset.split.train)).toBe('x0 x1 x0 x0 x1 x2');
  });
});

describe('split by time', () => {
  const rows: Row[] = [
    ...Array.from({ length: 8 }, (_, i): Row => ['a', `x${i}`, i]), // events 0..7 at times 0..7
    ['a', 'v', 8],
    ['a', 't', 9],
    ...Array.from({ length: 8 }, (_, i): Row => ['b', `x${i}`, i]),
    ['b', 'v', 8],
    ['b', 't', 9],
    ['late', 'v', 8],
    ['late', 't', 9],
    ['newest', 't', 9],
  ];

  it('cuts everybody at the times of the events at 80 % and 90 %', () => {
    // 23 events; the 18th of the sorted times (from 0) is 8, the 20th is 9.
    const dataset = datasetOf(rows, { split: 'time' });
    const before = Array.from({ length: 8 }, (_, i) => `x${i}`).join(' ');
    expect(dataset.split.validation.map((t) => asked(dataset, t))).toEqual([`a: ${before} -> v`, `b: ${before} -> v`]);
    expect(dataset.split.test.map((t) => asked(dataset, t))).toEqual([
      `a: ${before} v -> t`,
      `b: ${before} v -> t`,
      'late: v -> t',
    ]);
    expect(ids(dataset, dataset.split.train)).toBe(`${before} ${before}`);
  });

  it('reports the share of test targets that training never saw', () => {
    expect(datasetOf(rows, { split: 'time' }).split.unseenTargets).toBe(1);
    expect(
      datasetOf([
        ['a', 'x', 1],
        ['a', 'y', 2],
        ['a', 'z', 3],
        ['b', 'z', 1],
        ['b', 'x', 2],
        ['b', 'n', 3],
      ]).split.unseenTargets,
    ).toBe(0.5);
  });

  it('never lets a training event be as late as a test event', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { events, split, userStart } = datasetOf(randomRows(seed), { split: 'time' });
      const latest = Math.max(...Array.from(split.train, (e) => events.time[e]!));
      for (const { user, history } of [...split.validation, ...split.test])
        expect(events.time[userStart[user]! + history]!).toBeGreaterThan(latest);
    }
  });
});

describe('random split', () => {
  const rows = Array.from({ length: 40 }, (_, i): Row => [i < 30 ? 'a' : 'b', `x${i % 30}`, i]);

  it('holds out a tenth of each user twice, disjoint, with his training part as history', () => {
    const dataset = datasetOf(rows, { split: 'random' });
    const { train, validation, test } = dataset.split;
    expect(train.length).toBe(24 + 8);
    expect(validation.map(({ items }) => items.length)).toEqual([3, 1]);
    expect(test.map(({ items }) => items.length)).toEqual([3, 1]);
    validation.forEach((target, u) => {
      const mine = Array.from(train).filter((e) => dataset.events.user[e] === target.user);
      expect([...target.historyEvents!]).toEqual(mine);
      expect([...test[u]!.historyEvents!]).toEqual(mine);
      const all = [...target.items, ...test[u]!.items, ...mine.map((e) => dataset.events.item[e]!)];
      expect(new Set(all).size).toBe(dataset.userStart[u + 1]! - dataset.userStart[u]!);
    });
  });

  it('sets the validation items apart in test, but for those the test asks for too, and nothing in validation', () => {
    const { validation, test } = datasetOf(rows, { split: 'random' }).split;
    expect(test.map(({ apart }) => [...apart])).toEqual(validation.map(({ items }) => [...items]));
    expect(validation.map(({ apart }) => [...apart])).toEqual([[], []]);
    let both = 0;
    for (let seed = 0; seed < 20; seed++) {
      const { split } = datasetOf(randomRows(seed), { split: 'random', repeats: 'all' }, seed);
      split.test.forEach(({ items, apart }, u) => {
        const asked = [...split.validation[u]!.items];
        expect([...apart]).toEqual(asked.filter((item) => !items.includes(item)));
        both += asked.length - apart.length;
      });
    }
    expect(both).toBeGreaterThan(0);
  });

  it('follows its seed', () => {
    const test = (seed: number): string =>
      datasetOf(rows, { split: 'random' }, seed)
        .split.test.map(({ items }) => items.join())
        .join(' | ');
    expect(test(1)).toBe(test(1));
    expect(test(1)).not.toBe(test(2));
  });

  it('needs no time', () => {
    expect(
      datasetOf(
        rows.map(([user, item]) => [user, item, null]),
        { split: 'random' },
      ).split.test,
    ).toHaveLength(2);
  });
});

describe('every split', () => {
  it.each(['leave-last-out', 'last-fifth', 'time'] as const)(
    '%s: sets nothing apart: what is asked in validation is history in test',
    (split) => {
      const { validation, test } = datasetOf(randomRows(1), { split }).split;
      expect([...validation, ...test].filter(({ apart }) => apart.length > 0)).toEqual([]);
    },
  );

  it.each(['leave-last-out', 'last-fifth', 'time', 'random'] as const)(
    '%s: targets name their events, ascending, each in one part alone',
    (split) => {
      for (let seed = 0; seed < 10; seed++) {
        const { events, split: parts } = datasetOf(randomRows(seed), { split, repeats: 'all' });
        const asked = [...parts.validation, ...parts.test];
        for (const { user, items, events: own } of asked) {
          expect([...own]).toEqual([...own].sort((a, b) => a - b));
          expect(Array.from(own, (e) => events.user[e])).toEqual(Array.from(own, () => user));
          expect([...items]).toEqual([...new Set(Array.from(own, (e) => events.item[e]))]);
        }
        const all = [...parts.train, ...asked.flatMap(({ events: own }) => [...own])];
        expect(new Set(all).size).toBe(all.length);
        if (split !== 'time') expect(all).toHaveLength(events.item.length);
      }
    },
  );

  it.each(['leave-last-out', 'time', 'random'] as const)(
    '%s: counts come from the training part alone, and no held-out event is in it',
    (split) => {
      for (let seed = 0; seed < 10; seed++) {
        const dataset = datasetOf(randomRows(seed), { split });
        const { events, split: parts, items } = dataset;
        const trained = items.map((_, item) => Array.from(parts.train).filter((e) => events.item[e] === item).length);
        expect([...parts.itemCounts]).toEqual(trained);
        expect([...parts.train]).toEqual([...new Set(parts.train)].sort((a, b) => a - b));
        const pairs = new Set(Array.from(parts.train, (e) => `${events.user[e]} ${events.item[e]}`));
        for (const { user, items: wanted } of [...parts.validation, ...parts.test])
          for (const item of wanted) expect(pairs.has(`${user} ${item}`)).toBe(false);
      }
    },
  );

  it('refuses order without times, and a log in which nobody can be asked', () => {
    const failure = (make: () => Dataset): unknown => {
      try {
        return make();
      } catch (error) {
        return error instanceof DataError ? error.problem : error;
      }
    };
    const untimed = randomRows(1).map(([user, item]): Row => [user, item, null]);
    expect(failure(() => datasetOf(untimed))).toEqual({
      code: 'needs-time',
      file: 'log',
      values: { split: 'leave-last-out' },
    });
    expect(failure(() => datasetOf(untimed, { split: 'time' }))).toMatchObject({ code: 'needs-time' });
    expect(
      failure(() =>
        datasetOf([
          ['a', 'x', 1],
          ['b', 'y', DAY],
        ]),
      ),
    ).toEqual({ code: 'no-test-users', file: 'log', values: { split: 'leave-last-out', users: 2, events: 2 } });
  });
});
