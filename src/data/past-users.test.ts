import { describe, expect, it } from 'vitest';
import { createBatches } from './batches';
import type { Dataset, Protocol } from './dataset';
import type { Histories } from './history';
import { pastUsers } from './past-users';
import { datasetOf, randomRows, type Row } from './testing';
import { trainingPart } from './training-part';

const SPLITS = ['leave-last-out', 'time', 'random'] as const;
const DAY = 86_400_000;

/** Row by row, the users listed, oldest first. */
const listed = (dataset: Dataset, { rows, length, owners, counts, mask }: Histories): string[] =>
  Array.from({ length: rows }, (_, row) => {
    const there = Array.from({ length }, (__, slot) => mask[row * length + slot]);
    expect(there).toEqual(Array.from({ length }, (__, slot) => (slot < length - counts[row]! ? 0 : 1)));
    return Array.from(
      owners.subarray((row + 1) * length - counts[row]!, (row + 1) * length),
      (user) => dataset.users[user],
    ).join(' ');
  });

/** Everybody who had x, day by day; the last two of each user are held out, and so nobody's but theirs. */
const rows: Row[] = [
  ['a', 'x', 0],
  ['b', 'x', 1 * DAY],
  ['c', 'x', 2 * DAY],
  ['d', 'x', 2 * DAY],
  ['e', 'x', 4 * DAY],
  // f and g have x last and last but one: in the test and in the validation part.
  ['f', 'p', 0],
  ['f', 'y', 1 * DAY],
  ['f', 'x', 3 * DAY],
  ['g', 'p', 0],
  ['g', 'x', 1.5 * DAY],
  ['g', 'y', 3 * DAY],
  ...['a', 'b', 'c', 'd', 'e'].flatMap((user): Row[] => [
    [user, 'y', 8 * DAY],
    [user, 'z', 9 * DAY],
  ]),
];

/** By user: who had the item before the user's training event of it. */
function before(protocol: Partial<Protocol> = {}, item = 'x', length = 6, given = rows): Record<string, string> {
  const dataset = datasetOf(given, protocol);
  const {
    events,
    split: { train },
  } = dataset;
  const targets = Uint32Array.from([...train.keys()].filter((t) => dataset.items[events.item[train[t]!]!] === item));
  const past = pastUsers(dataset, trainingPart(dataset)).of(targets, new Uint32Array(0), length);
  return Object.fromEntries(
    listed(dataset, past).map((users, row) => [dataset.users[events.user[train[targets[row]!]!]!], users]),
  );
}

describe('the users who had an item before', () => {
  it('are those of earlier training events, oldest first: none of the same moment, none later, none held out', () => {
    expect(before()).toEqual({ a: '', b: 'a', c: 'a b', d: 'a b', e: 'a b c d' });
  });

  it('under ties: file are those of earlier lines where times are equal', () => {
    expect(before({ ties: 'file' })).toMatchObject({ c: 'a b', d: 'a b c' });
  });

  it('are the newest so many', () => {
    expect(before({}, 'x', 2)).toEqual({ a: '', b: 'a', c: 'a b', d: 'a b', e: 'c d' });
  });

  it('never hold the current user, who makes room for an older one', () => {
    const again: Row[] = [...rows, ['e', 'x', 3 * DAY], ['e', 'x', 3.5 * DAY]];
    expect(before({ repeats: 'all' }, 'x', 3, again)).toMatchObject({ e: 'b c d' });
  });

  it('are other users twice where they had it twice', () => {
    expect(before({ repeats: 'all' }, 'x', 6, [...rows, ['a', 'x', 1.5 * DAY]])).toMatchObject({ e: 'a b a c d' });
  });

  it('have the age of their event at the moment of the row', () => {
    const dataset = datasetOf(rows);
    const target = [...dataset.split.train.keys()].find(
      (t) => dataset.users[dataset.events.user[dataset.split.train[t]!]!] === 'e',
    )!;
    expect([
      ...pastUsers(dataset, trainingPart(dataset)).of(Uint32Array.of(target), new Uint32Array(0), 5).ageDays,
    ]).toEqual([0, 4, 3, 2, 2]);
  });

  it('differ where a batch holds an item twice at different times', () => {
    const dataset = datasetOf(rows);
    const batch = createBatches(dataset, { batch: 32, historyLength: 0, pastUsersLength: 4, seed: 1 }).at(0);
    const found = listed(dataset, batch.pastUsers!).filter(
      (_, row) => row < batch.real && dataset.items[batch.items[row]!] === 'x',
    );
    expect(found.toSorted()).toEqual(['', 'a', 'a b', 'a b', 'a b c d']);
  });

  it.each(SPLITS)('%s: agree with a plain search on random logs', (split) => {
    let seen = 0;
    for (let seed = 0; seed < 8; seed++) {
      const dataset = datasetOf(randomRows(seed), {
        split,
        repeats: seed % 2 === 0 ? 'first' : 'all',
        ties: seed % 3 === 0 ? 'file' : 'strict',
      });
      const {
        events,
        split: { train },
        protocol,
      } = dataset;
      const length = 2 + seed;
      const batches = createBatches(dataset, { batch: 32, historyLength: 0, pastUsersLength: length, seed });
      for (let step = 0; step < batches.stepsPerEpoch; step++) {
        const batch = batches.at(step);
        const { owners, ageDays } = batch.pastUsers!;
        for (let row = 0; row < batch.size; row++) {
          const target = batch.events[row]!;
          const isBefore = (e: number) =>
            events.time[e]! < events.time[target]! ||
            (protocol.ties === 'file' &&
              events.time[e] === events.time[target] &&
              events.line[e]! < events.line[target]!);
          const past = Array.from(train)
            .filter(
              (e) =>
                events.item[e] === events.item[target] &&
                events.user[e] !== events.user[target] &&
                (split === 'random' || isBefore(e)),
            )
            .sort((a, b) => events.time[a]! - events.time[b]! || events.line[a]! - events.line[b]!)
            .slice(-length);
          const padding = Array<number>(length - past.length).fill(0);
          expect([...owners.subarray(row * length, (row + 1) * length)]).toEqual([
            ...padding,
            ...past.map((e) => events.user[e]!),
          ]);
          const now = events.time[split === 'random' ? (past.at(-1) ?? 0) : target]!;
          expect([...ageDays.subarray(row * length, (row + 1) * length)]).toEqual([
            ...padding,
            ...past.map((e) => (now - events.time[e]!) / DAY),
          ]);
          seen += past.length;
        }
      }
    }
    expect(seen).toBeGreaterThan(1000);
  });
});

describe('the users of an item in the index', () => {
  const dataset = datasetOf(rows);
  const past = (length: number) =>
    pastUsers(dataset, trainingPart(dataset)).ofItems(
      Uint32Array.from(['y', 'x'], (item) => dataset.items.indexOf(item)),
      length,
    );

  it('are all of the training part, the newest so many, and nobody for an item without training events', () => {
    expect(listed(dataset, past(8))).toEqual(['', 'a b c d e']);
    expect(listed(dataset, past(2))).toEqual(['', 'd e']);
  });

  it('are those of a sampled column, too, which belongs to no event', () => {
    const batch = createBatches(dataset, {
      batch: 4,
      historyLength: 0,
      pastUsersLength: 6,
      seed: 1,
      sampled: { count: 40, by: 'uniform' },
    }).at(0);
    const lists = listed(dataset, batch.pastUsers!);
    const all = pastUsers(dataset, trainingPart(dataset)).ofItems(batch.sampled, 6);
    expect(lists).toHaveLength(44);
    expect(lists.slice(4)).toEqual(listed(dataset, all));
    expect(lists[4 + batch.sampled.indexOf(dataset.items.indexOf('x'))]).toBe('a b c d e');
  });

  it('have their age at the end of the training part', () => {
    expect([...past(6).ageDays]).toEqual([...Array<number>(6).fill(0), 0, 4, 3, 2, 2, 0]);
  });
});

it('a batch nobody asks for them has none, and refuses a length that is none', () => {
  const dataset = datasetOf(rows);
  expect(createBatches(dataset, { batch: 4, historyLength: 1, seed: 1 }).at(0).pastUsers).toBeNull();
  expect(() => createBatches(dataset, { batch: 4, historyLength: 1, pastUsersLength: -1, seed: 1 })).toThrow(
    'pastUsersLength is -1',
  );
});
