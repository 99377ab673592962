import { describe, expect, it } from 'vitest';
import { createBatches } from './batches';
import type { Shown } from './dataset';
import { columnSampler, type SampledColumns } from './sampled-columns';
import { datasetOf, randomRows, type Row } from './testing';

/** The last thing somebody took, and nobody else: held out for the test. */
const heldOut: Row[] = ['i0', 'i1', 'i2', 'new'].map((item, day) => ['z', item, day * 86_400_000]);
const dataset = datasetOf([...randomRows(4), ...heldOut], { repeats: 'all' });
const {
  split: { train, itemCounts },
  items,
} = dataset;
const batchesOf = (sampled: SampledColumns | null, seed = 3) =>
  createBatches(dataset, { batch: 16, historyLength: 4, seed, sampled });
const DRAWN = ['uniform', 'popularity', 'mixed'] as const;

describe('sampled columns', () => {
  it.each(DRAWN)('by %s are a pure function of seed and step', (by) => {
    const of = (step: number, seed = 3) => [...batchesOf({ count: 9, by }, seed).at(step).sampled];
    const batches = batchesOf({ count: 9, by });
    for (const step of [5, 0, 2]) expect([...batches.at(step).sampled]).toEqual(of(step));
    expect(of(0)).toHaveLength(9);
    expect(of(0)).not.toEqual(of(1));
    expect(of(0)).not.toEqual(of(0, 4));
  });

  it('change nothing else in a batch, and are not there unless asked for', () => {
    const plain = batchesOf(null).at(2);
    const { sampled, mixedLogQ, ...rest } = batchesOf({ count: 9, by: 'uniform' }).at(2);
    expect(plain).toMatchObject(rest);
    expect(plain.sampled).toHaveLength(0);
    expect(plain.mixedLogQ).toBe(plain.logQ);
    expect([sampled.length, mixedLogQ.length]).toEqual([9, 25]);
  });

  it('uniform: every item alike, those without training events too; popularity: each by its share of training events', () => {
    const without = items.indexOf('new');
    const counts = Object.fromEntries(
      DRAWN.map((by) => {
        const found = new Float64Array(items.length);
        for (let step = 0; step < 40; step++)
          for (const item of batchesOf({ count: 500, by }).at(step).sampled) found[item]! += 1 / 20_000;
        return [by, found];
      }),
    );
    expect(itemCounts[without]).toBe(0);
    items.forEach((_, item) => {
      expect(counts['uniform']![item]).toBeCloseTo(1 / items.length, 1.7);
      expect(counts['popularity']![item]).toBeCloseTo(itemCounts[item]! / train.length, 1.7);
    });
    expect(counts['uniform']![without]).toBeGreaterThan(0.5 / items.length);
    expect(counts['popularity']![without]).toBe(0);
    items.forEach((_, item) => {
      const mixture = (counts['uniform']![item]! + counts['popularity']![item]!) / 2;
      expect(counts['mixed']![item]).toBeCloseTo(mixture, 1.7);
    });
    expect(counts['mixed']![without]).toBeGreaterThan(0.25 / items.length);
    expect(counts['mixed']![without]).toBeLessThan(0.75 / items.length);
  });

  it('trap 25: log q is explicit: that of the mixture: of three rows and six items drawn alike', () => {
    const small = datasetOf([
      ['a', 'x', 1],
      ['a', 'y', 2],
      ['a', 'z', 3],
      ['b', 'y', 1],
      ['b', 'x', 2],
      ['b', 'z', 3],
      ['c', 'x', 1],
    ]);
    const {
      items: own,
      sampled,
      mixedLogQ,
    } = createBatches(small, { batch: 3, historyLength: 0, seed: 1, sampled: { count: 6, by: 'uniform' } }).at(0);
    // Training events: x twice, y once; z is never trained.
    const expected: Record<string, number> = {
      x: ((3 * 2) / 3 + 6 / 3) / 9,
      y: (3 / 3 + 6 / 3) / 9,
      z: (0 + 6 / 3) / 9,
    };
    [...own, ...sampled].forEach((item, column) =>
      expect(Math.exp(mixedLogQ[column]!)).toBeCloseTo(expected[small.items[item]!]!, 6),
    );
    expect(new Set(Array.from(sampled, (item) => small.items[item]))).toContain('z');
  });

  it('log q counts the real rows of a padded batch, and by popularity is that of the rows', () => {
    const batches = batchesOf({ count: 9, by: 'uniform' });
    const padded = Array.from({ length: batches.stepsPerEpoch }, (_, step) => batches.at(step)).find(
      ({ real }) => real < 16,
    )!;
    const [item] = padded.sampled;
    expect(Math.exp(padded.mixedLogQ[16]!)).toBeCloseTo(
      ((padded.real * itemCounts[item!]!) / train.length + 9 / items.length) / (padded.real + 9),
      6,
    );
    const { logQ, mixedLogQ } = batchesOf({ count: 9, by: 'popularity' }).at(0);
    logQ.forEach((q, row) => expect(mixedLogQ[row]).toBeCloseTo(q, 5));
  });

  it('mixed: log q is the share that all columns together have of an item on average, of an odd number too', () => {
    for (const count of [1, 4, 7]) {
      const { items: own, real, mixedLogQ } = batchesOf({ count, by: 'mixed' }).at(0);
      const uniform = Math.ceil(count / 2);
      own.forEach((item, row) =>
        expect(Math.exp(mixedLogQ[row]!)).toBeCloseTo(
          (((real + count - uniform) * itemCounts[item]!) / train.length + uniform / items.length) / (real + count),
          6,
        ),
      );
    }
  });

  it('are refused where they are no whole number', () => {
    for (const count of [0, 2.5]) expect(() => batchesOf({ count, by: 'uniform' })).toThrow(`count is ${count}`);
  });
});

describe('columns of what was shown', () => {
  const small = datasetOf([
    ['a', 'x', 10],
    ['a', 'y', 20],
    ['a', 'z', 30],
    ['b', 'y', 15],
    ['b', 'x', 25],
    ['b', 'w', 35],
    ['c', 'x', 1],
  ]);
  const of = (...ids: string[]): number[] => ids.map((id) => small.items.indexOf(id));
  const [a, b, c] = ['a', 'b', 'c'].map((id) => small.users.indexOf(id));
  // User a was shown w at 9 and z at 10, and y later; user b z at 40, of the test part.
  const shown: Shown = {
    user: Uint32Array.of(a!, a!, a!, b!),
    item: Uint32Array.from(of('w', 'z', 'y', 'z')),
    time: Float64Array.of(9, 10, 13, 40),
    line: Uint32Array.of(0, 0, 0, 0),
    start: Uint32Array.of(0, 3, 4, 4),
    part: Uint8Array.of(0, 0, 0, 2),
    history: Uint32Array.of(0, 0, 1, 3),
    columns: [],
  };
  const rows = {
    users: Uint32Array.of(a!, b!, c!),
    items: Uint32Array.from(of('x', 'y', 'x')),
    real: 3,
    timeOf: (row: number) => [10, 15, 1][row]!,
  };
  const sampler = (count: number) => columnSampler({ ...small, shown }, { count, by: 'shown' }, 1);

  it('are dealt to the rows by turns, the newest first and none of later, of training alone; the own item where there is none', () => {
    expect([a, b, c]).toEqual([0, 1, 2]);
    expect([...sampler(8).at(0, rows)]).toEqual(of('z', 'y', 'x', 'w', 'y', 'x', 'x', 'y'));
    expect([...sampler(2).at(0, rows)]).toEqual(of('z', 'y'));
    expect([...sampler(4).at(0, { ...rows, real: 0 })]).toEqual(of('x', 'y', 'x', 'x'));
  });

  it('need something that was shown', () =>
    expect(() => columnSampler(small, { count: 4, by: 'shown' }, 1)).toThrow('no rows were shown and not taken'));
});
