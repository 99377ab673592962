import { describe, expect, it } from 'vitest';
import { build, problem } from './build-testing';
import type { Dataset, Protocol } from './dataset';
import { withPerson } from './person';
import { positionsOfPairs, type PlainRow } from './shown-testing';
import { PART, shownCounts, shownOf, type PartName } from './shown';
import { createRandom } from './random';

const T = 1_600_000_000;
/** A log of impressions: user, item, second, click. */
type Impression = readonly [user: string, item: string, second: number, click: 0 | 1];
const logOf = (rows: readonly Impression[]): string =>
  `user,item,time,is_click,play_time_ms,device\n${rows
    .map(
      ([user, item, second, click], i) => `${user},${item},${T + second},${click},${100 * i},${['ios', 'web'][i % 2]}`,
    )
    .join('\n')}\n`;

const built = async (rows: readonly Impression[], protocol: Partial<Protocol> = {}): Promise<Dataset> =>
  (await build({ log: logOf(rows), protocol: { positives: 'is_click=1', ...protocol } })).dataset;

const names = Object.keys(PART) as PartName[];
/** "user item second part history" of each row. */
const lines = ({ users, items, shown }: Dataset): string[] =>
  Array.from(shown!.user, (user, row) =>
    [
      users[user],
      items[shown!.item[row]!],
      shown!.time[row]! / 1000 - T,
      names[shown!.part[row]!],
      shown!.history[row],
    ].join(' '),
  );

/** Clicks of ann at 10, 20, 30, 40 on a, b, c, d; of bob, who only trains, at 10 and 20 on e and f. */
const CLICKS: readonly Impression[] = [
  ['ann', 'a', 10, 1],
  ['ann', 'b', 20, 1],
  ['ann', 'c', 30, 1],
  ['ann', 'd', 40, 1],
  ['bob', 'e', 10, 1],
  ['bob', 'f', 20, 1],
];

describe('rows that were shown and not taken', () => {
  it('are of the part of the event nearest in time, of two as near of the later, with the events strictly before as their history', async () => {
    const dataset = await built(
      [
        ['bob', 'a', 99, 0],
        ['ann', 'e', 45, 0],
        ['ann', 'f', 40, 0],
        ['ann', 'e', 34, 0],
        ['ann', 'f', 30, 0],
        ['ann', 'e', 24, 0],
        ['ann', 'f', 20, 0],
        ['ann', 'e', 5, 0],
        ...CLICKS,
      ],
      { repeats: 'all' },
    );
    expect(lines(dataset)).toEqual([
      'bob a 99 train 2',
      'ann e 5 train 0',
      'ann f 20 train 1',
      'ann e 24 train 2',
      'ann f 30 validation 2',
      'ann e 34 validation 3',
      'ann f 40 test 3',
      'ann e 45 test 4',
    ]);
    const near: Impression[] = [...CLICKS, ['ann', 'e', 25, 0], ['ann', 'f', 35, 0]];
    expect(lines(await built(near))).toEqual(['ann e 25 validation 2', 'ann f 35 test 3']);
    const { shown, users } = dataset;
    expect([...shown!.start]).toEqual([0, 1, 8]);
    expect(users).toEqual(['bob', 'ann']);
    expect([...shownOf(shown!, 'validation')]).toEqual([4, 5]);
    expect(shownCounts(shown!)).toEqual({ train: 4, validation: 2, test: 2 });
    expect([...shown!.line]).toEqual([2, 9, 8, 7, 6, 5, 4, 3]);
  });

  it('know the events of their own second before them by the line, where lines tell moments apart', async () => {
    const rows: Impression[] = [['ann', 'e', 30, 0], ...CLICKS, ['ann', 'f', 30, 0]];
    expect(lines(await built(rows))).toEqual(['ann e 30 validation 2', 'ann f 30 validation 2']);
    expect(lines(await built(rows, { ties: 'file' }))).toEqual(['ann e 30 validation 2', 'ann f 30 validation 3']);
    // Both events before d have its second too.
    const tied: Impression[] = [
      ['ann', 'e', 10, 0],
      ...CLICKS.map(([user, item, , click]): Impression => [user, item, 10, click]),
      ['ann', 'f', 10, 0],
    ];
    expect(lines(await built(tied, { ties: 'file' }))).toEqual(['ann e 10 train 0', 'ann f 10 test 4']);
  });

  it('follow the cuts in time for everybody under a split by time, and under last-fifth the moments of each', async () => {
    // Ten events: the cuts are at the ninth and the tenth, seconds 8 and 9.
    const clicks = Array.from({ length: 10 }, (_, i): Impression => ['ab'[i % 2]!, `i${i}`, i, 1]);
    const rows: Impression[] = [...clicks, ['a', 'i1', 7, 0], ['b', 'i0', 8, 0], ['b', 'i2', 9, 0], ['a', 'i3', 99, 0]];
    expect(lines(await built(rows, { split: 'time' }))).toEqual([
      'a i1 7 train 4',
      'a i3 99 test 5',
      'b i0 8 validation 4',
      'b i2 9 test 4',
    ]);
    // Of ten events of one user the last two are the test part, one before them the validation part.
    const own = Array.from({ length: 10 }, (_, i): Impression => ['a', `i${i}`, i, 1]);
    const other: Impression[] = [
      ['b', 'x', 0, 1],
      ['a', 'x', 6, 0],
      ['a', 'x', 7, 0],
      ['a', 'x', 8, 0],
    ];
    expect(lines(await built([...own, ...other], { split: 'last-fifth' }))).toEqual([
      'a x 6 train 6',
      'a x 7 validation 7',
      'a x 8 test 8',
    ]);
  });

  it('of a pair that was taken in their part or before are dropped; what is taken only later stays', async () => {
    const rows: Impression[] = [
      ...CLICKS,
      // Taken in the training part: no row stays, of whichever part, before the click or after it.
      ['ann', 'a', 5, 0],
      ['ann', 'a', 33, 0],
      ['ann', 'a', 44, 0],
      // Taken at validation, and shown before: a negative of the training part, since nobody knows yet.
      ['ann', 'c', 6, 0],
      ['ann', 'c', 34, 0],
      ['ann', 'c', 46, 0],
      // Taken at the test.
      ['ann', 'd', 7, 0],
      ['ann', 'd', 34, 0],
      ['ann', 'd', 47, 0],
    ];
    const expected = ['ann c 6 train 0', 'ann d 7 train 0', 'ann d 34 validation 3'];
    expect(lines(await built(rows))).toEqual(expected);
    expect(lines(await built(rows, { repeats: 'all' }))).toEqual(expected);
  });

  it('of a pair are one in each part under repeats first, the first, and all under all', async () => {
    const rows: Impression[] = [
      ...CLICKS,
      ['ann', 'e', 12, 0],
      ['ann', 'e', 5, 0],
      ['bob', 'a', 1, 0],
      ['ann', 'e', 32, 0],
      ['ann', 'e', 31, 0],
      ['ann', 'e', 50, 0],
    ];
    const first = ['ann e 5 train 0', 'ann e 31 validation 3', 'ann e 50 test 4', 'bob a 1 train 0'];
    expect(lines(await built(rows))).toEqual(first);
    expect(lines(await built(rows, { repeats: 'all' }))).toEqual([
      'ann e 5 train 0',
      'ann e 12 train 1',
      'ann e 31 validation 3',
      'ann e 32 validation 3',
      'ann e 50 test 4',
      'bob a 1 train 0',
    ]);
  });

  it('leave with the users and items that the positives alone do not keep', async () => {
    const rows: Impression[] = [
      ...CLICKS,
      ['cat', 'a', 1, 0],
      ['ann', 'z', 1, 0],
      ['ann', 'z', 2, 0],
      ['bob', 'a', 1, 0],
      ['bob', 'g', 30, 1],
    ];
    // Seven items have one click each; ann has four clicks, bob three.
    const dataset = await built(rows, { minUserEvents: 4 });
    expect([dataset.users, dataset.items, lines(dataset)]).toEqual([['ann'], ['a', 'b', 'c', 'd'], []]);
    expect(lines(await built(rows))).toEqual(['bob a 1 train 0']);
  });

  it('keep their outcomes and their context, behind the context of the events', async () => {
    const dataset = await built([...CLICKS, ['ann', 'e', 5, 0], ['bob', 'a', 1, 0], ['bob', 'b', 2, 0]]);
    const { shown, events, fields } = dataset;
    expect(shown!.columns.map((column) => [column.name, 'values' in column && [...column.values]])).toEqual([
      ['is_click', [0, 0, 0]],
      ['play_time_ms', [600, 700, 800]],
    ]);
    const device = fields.find(({ name }) => name === 'device')!;
    expect(device.ids).toHaveLength(events.user.length + shown!.user.length);
    const says = (row: number) => device.vocabulary[device.ids[row]! - 2];
    expect([6, 7, 8].map(says)).toEqual(['ios', 'web', 'ios']);
    // Who is made up over the log stands behind its events, and has no shown rows.
    const asked = dataset.split.test[0]!;
    const person = withPerson(dataset, { base: asked.user, history: [{ event: 0 }], fields: {} }, asked);
    expect(person.dataset.shown).toBeNull();
    const own = person.dataset.fields.find(({ name }) => name === 'device')!;
    expect(own.ids).toHaveLength(person.dataset.events.user.length);
    expect(own.ids[events.user.length]).toBe(device.ids[0]);
  });

  it('are told with the rows of the log, and are none where every row is a positive', async () => {
    const rows: Impression[] = [...CLICKS, ['ann', 'e', 5, 0], ['cat', 'a', 1, 0]];
    expect((await build({ log: logOf(rows), protocol: { positives: 'is_click=1' } })).report.kept).toBe(8);
    expect((await build({ log: logOf(rows) })).dataset.shown).toBeNull();
    expect(lines(await built(rows, { where: 'is_click=1' }))).toEqual([]);
  });

  it('are refused where the condition means nothing, at the condition, and where the split has no order', async () => {
    const log = logOf([...CLICKS, ['ann', 'e', 5, 0]]);
    expect(await problem({ log, protocol: { positives: 'clicked=1' } })).toEqual({
      code: 'where-no-column',
      file: 'log',
      values: {
        where: 'clicked=1',
        column: 'clicked',
        columns: 'user, item, time, is_click, play_time_ms, device',
        of: 'positives',
      },
    });
    expect(await problem({ log, protocol: { positives: 'is_click' } })).toMatchObject({ code: 'where-no-operator' });
    // Of the rows that are read: there are clicks, but none among them.
    expect(await problem({ log, protocol: { where: 'is_click=0', positives: 'is_click=1' } })).toMatchObject({
      code: 'where-no-rows',
      values: { where: 'is_click=1', column: 'is_click', of: 'positives' },
    });
    expect(await problem({ log, protocol: { split: 'random', positives: 'is_click=1' } })).toEqual({
      code: 'positives-random',
      file: 'log',
      values: { positives: 'is_click=1' },
    });
  });
});

/** Clicks and others of few users, items and seconds: ties and repeats are common. */
function drawn(seed: number): Impression[] {
  const random = createRandom(seed, 'shown');
  return Array.from({ length: 240 }, () => [
    `u${random.below(9)}`,
    `i${random.below(14)}`,
    random.below(25),
    random.below(5) < 2 ? 1 : 0,
  ]);
}

describe('in drawn logs', () => {
  const protocols = (['leave-last-out', 'last-fifth', 'time'] as const).flatMap((split) =>
    (['first', 'all'] as const).flatMap((repeats) =>
      (['strict', 'file'] as const).map((ties) => ({ split, repeats, ties })),
    ),
  );

  it.each(protocols)('the rows that stay are those of a plain search: $split, $repeats, $ties', async (rules) => {
    for (let seed = 0; seed < 4; seed++) {
      const rows = drawn(seed);
      const protocol = { ...rules, minItemEvents: 1 + (seed % 3), minUserEvents: 1 + (seed % 4) };
      const dataset = await built(rows, protocol);
      const plain = rows.map(([user, item, second, click], i): PlainRow => ({
        user,
        item,
        time: 1000 * (T + second),
        line: i + 2,
        taken: click === 1,
      }));
      expect(lines(dataset)).toEqual(
        positionsOfPairs(plain, dataset).map(({ row, part, history }) =>
          [row.user, row.item, row.time / 1000 - T, part, history].join(' '),
        ),
      );
      expect(dataset.shown!.user.length).toBeGreaterThan(10);
    }
  });

  it.each(protocols)('a history holds nothing that its part hides: $split, $repeats, $ties', async (rules) => {
    for (let seed = 0; seed < 4; seed++) {
      const { shown, userStart, split, events } = await built(drawn(seed), rules);
      const trained = new Set(split.train);
      const asked = new Set(split.test.flatMap(({ events: held }) => [...held]));
      shown!.user.forEach((user, row) => {
        for (let e = userStart[user]!; e < userStart[user]! + shown!.history[row]!; e++) {
          if (shown!.part[row] === PART.train) expect(trained.has(e)).toBe(true);
          if (shown!.part[row] === PART.validation) expect(asked.has(e)).toBe(false);
          expect(
            events.time[e]! < shown!.time[row]! ||
              (rules.ties === 'file' && events.time[e] === shown!.time[row] && events.line[e]! < shown!.line[row]!),
          ).toBe(true);
        }
      });
    }
  });

  it('change nothing for the events: all is as of a log without them, but for the fingerprint', async () => {
    for (let seed = 0; seed < 4; seed++) {
      const rules = { minItemEvents: 2, minUserEvents: 2 };
      const alone = await built(drawn(seed), { ...rules, where: 'is_click=1', positives: '' });
      const beside = await built(drawn(seed), rules);
      expect(beside.shown!.user.length).toBeGreaterThan(10);
      for (const key of ['users', 'items', 'events', 'userStart', 'split'] as const)
        expect(beside[key]).toEqual(alone[key]);
      const own = beside.fields.map((field) => ({
        ...field,
        ids: field.ids.subarray(0, field.owner === 'context' ? beside.events.user.length * field.length : undefined),
      }));
      expect(own).toEqual(alone.fields);
      expect(beside.fingerprint).not.toBe(alone.fingerprint);
    }
  });
});
