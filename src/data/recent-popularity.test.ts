import { describe, expect, it } from 'vitest';
import type { Dataset } from './dataset';
import { RecentPopularity } from './recent-popularity';
import { datasetOf, randomRows, type Row } from './testing';

const HOUR = 3_600_000;
const rounded = (count: number): number => Math.round(count * 1e4) / 1e4 || 0;
const counts = (logs: Float32Array): number[] => Array.from(logs, (log) => rounded(Math.exp(log) - 0.1));

/** By the definition: what a snapshot that ends before `end` holds of an item. */
function countOf({ events, split: { train } }: Dataset, item: number, end: number, halfLife: number): number {
  const held = [...train]
    .filter((event) => events.time[event]! < end)
    .toSorted((a, b) => events.time[a]! - events.time[b]! || a - b);
  return held.reduce(
    (sum, event, rank) => sum + (events.item[event] === item ? 0.5 ** ((held.length - rank) / halfLife) : 0),
    0,
  );
}

describe('recent popularity', () => {
  // Everybody trains on the first four; the last two of each are held out.
  const rows: Row[] = [
    ['a', 'x', 0],
    ['b', 'x', 1 * HOUR],
    ['a', 'y', 2 * HOUR],
    ['b', 'y', 3 * HOUR],
    ['a', 'v', 5 * HOUR],
    ['b', 'v', 5 * HOUR],
    ['a', 'w', 6 * HOUR],
    ['b', 'w', 6 * HOUR],
  ];

  it('counts each event half after so many others, at snapshots that share out the training events', () => {
    const dataset = datasetOf(rows);
    const popularity = RecentPopularity.of(dataset, { halfLives: [1, 2], snapshots: 2 });
    const of = (item: string) => counts(popularity.of(dataset.items.indexOf(item)));
    // Before the third event two of x: .5 + .25 by a half-life of one event, 2^-.5 + .5 by one of two.
    const two = (halfLife: number) => 0.5 ** (1 / halfLife) + 0.5 ** (2 / halfLife);
    const forgotten = (halfLife: number) => 0.5 ** (2 / halfLife);
    expect(of('x')).toEqual([two(1), two(2), two(1) * forgotten(1), two(2) * forgotten(2)].map(rounded));
    expect(of('w')).toEqual([0, 0, 0, 0]);
  });
});

describe.each(['leave-last-out', 'time', 'random'] as const)('under the split %s', (split) => {
  const dataset = datasetOf(randomRows(3, { users: 25, items: 12, rows: 400, days: 60 }), { split });
  const read = { halfLives: [3, 40], snapshots: 7 };
  const popularity = RecentPopularity.of(dataset, read);
  const { time } = dataset.events;
  const times = Array.from(dataset.split.train, (event) => time[event]!).toSorted((a, b) => a - b);
  const ends = Array.from(
    { length: 7 },
    (_, g) => times[Math.floor(((g + 1) * times.length) / 7)] ?? times.at(-1)! + 1,
  );

  it('holds what the definition says', () => {
    for (const item of dataset.items.keys())
      expect(counts(popularity.of(item))).toEqual(
        ends.flatMap((end) => read.halfLives.map((halfLife) => rounded(countOf(dataset, item, end, halfLife)))),
      );
  });

  it('is never known too early, and as early as it may', () => {
    const early = Array.from(time, (moment) => popularity.snapshotAt(moment));
    expect(early).toEqual([...time].map((moment) => ends.findLastIndex((end) => end <= moment)));
    expect(Math.min(...early)).toBe(-1);
    expect(new Set(early).size).toBeGreaterThan(4);
    const ones = popularity.onesAt(time);
    expect(early.map((_, row) => ones.subarray(row * 7, (row + 1) * 7).indexOf(1))).toEqual(early);
    expect(ones.reduce((sum, one) => sum + one)).toBe(early.filter((snapshot) => snapshot >= 0).length);
  });
});

describe('at the snapshots of a few moments alone', () => {
  const dataset = datasetOf(randomRows(3, { users: 25, items: 12, rows: 400, days: 60 }));
  const read = { halfLives: [3, 40], snapshots: 30 };
  const popularity = RecentPopularity.of(dataset, read);
  const { time } = dataset.events;
  // Some of one snapshot, and one before the first.
  const moments = Float64Array.of(time[200]!, -Infinity, time[5]!, time[200]! + 1, time[90]!);
  const items = Uint32Array.of(4, 0, 11);
  const [PLACES, H] = [4, 2];

  /** [moments x items x H] what rows of `at` read of `logs`. */
  const readOff = (at: Float32Array, logs: Float32Array, places: number): number[] =>
    [...moments].flatMap((_, row) =>
      [...items].flatMap((_, item) =>
        [0, 1].map((h) =>
          Array.from({ length: places }, (_, g) => at[row * places + g]! * logs[(item * places + g) * H + h]!).reduce(
            (a, b) => a + b,
            0,
          ),
        ),
      ),
    );

  it('rows read the same numbers', () => {
    const [at, logs] = [new Float32Array(moments.length * PLACES + 3), new Float32Array(items.length * PLACES * H)];
    at.fill(7);
    popularity.compact(moments, items, PLACES, at, logs);
    const full = readOff(popularity.onesAt(moments), popularity.logs(items), read.snapshots);
    expect(popularity.snapshotAt(-Infinity)).toBe(-1);
    expect(new Set(full).size).toBeGreaterThan(6);
    expect(readOff(at, logs, PLACES)).toEqual(full);
    expect([...at.subarray(moments.length * PLACES)]).toEqual([0, 0, 0]);
  });

  it('more of them than there are places are refused', () => {
    const floats = (count: number): Float32Array => new Float32Array(count);
    expect(() => popularity.compact(moments, items, 2, floats(10), floats(12))).toThrow(
      'moments are at 3 snapshots, not 2',
    );
  });
});

it('is that of the whole log behind its end', () => {
  const dataset = datasetOf(randomRows(5));
  const last = Math.max(...Array.from(dataset.split.train, (event) => dataset.events.time[event]!));
  const popularity = RecentPopularity.of(dataset, { halfLives: [5], snapshots: 4 });
  expect([last, last + 1, Infinity].map((moment) => popularity.snapshotAt(moment))).toEqual([2, 3, 3]);
});

it('is counted once for a data set, and for copies of it with a made-up person', () => {
  const dataset = datasetOf(randomRows(5));
  const read = { halfLives: [5], snapshots: 4 };
  const known = RecentPopularity.of(dataset, read);
  expect(RecentPopularity.of({ ...dataset }, { ...read })).toBe(known);
  expect(RecentPopularity.of(dataset, { ...read, snapshots: 5 })).not.toBe(known);
});

it('of nothing is refused', () => {
  const dataset = datasetOf(randomRows(1));
  expect(() => RecentPopularity.of(dataset, { halfLives: [4], snapshots: 1 })).toThrow(RangeError);
  expect(() => RecentPopularity.of(dataset, { halfLives: [0], snapshots: 4 })).toThrow(RangeError);
});
