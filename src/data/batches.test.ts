import { describe, expect, it } from 'vitest';
import { type Batch, createBatches } from './batches';
import type { Dataset } from './dataset';
import { encodeHistories, historyItemsOf } from './history';
import { datasetOf, randomRows, type Row } from './testing';

const SPLITS = ['leave-last-out', 'time', 'random'] as const;
const DAY = 86_400_000;
const rowOf = <A extends Uint32Array | Float32Array>(values: A, row: number, length: number): number[] => [
  ...values.subarray(row * length, (row + 1) * length),
];
const epochOf = (
  dataset: Dataset,
  options: { batch: number; historyLength: number; seed: number },
  epoch = 0,
): Batch[] => {
  const batches = createBatches(dataset, options);
  return Array.from({ length: batches.stepsPerEpoch }, (_, i) => batches.at(epoch * batches.stepsPerEpoch + i));
};

describe('the order of batches', () => {
  const dataset = datasetOf(randomRows(1));
  const options = { batch: 16, historyLength: 4, seed: 3 };

  it('shows every training event once in each epoch, in a new order each time', () => {
    const eventsOf = (epoch: number): number[] =>
      epochOf(dataset, options, epoch).flatMap(({ events, real }) => [...events.subarray(0, real)]);
    const first = eventsOf(0);
    expect(first.toSorted((a, b) => a - b)).toEqual([...dataset.split.train]);
    expect(eventsOf(1)).not.toEqual(first);
    expect(eventsOf(1).toSorted((a, b) => a - b)).toEqual([...dataset.split.train]);
  });

  it('gives the same batch for the same step, whatever was asked before', () => {
    const forward = createBatches(dataset, options);
    const steps = [0, 1, 2, 3, 4, 5, 6].map((step) => forward.at(step));
    const backward = createBatches(dataset, options);
    for (const step of [6, 3, 0, 5, 1, 4, 2]) expect(backward.at(step)).toEqual(steps[step]);
    expect(createBatches(dataset, { ...options, seed: 4 }).at(0).events).not.toEqual(steps[0]!.events);
  });

  it.each(SPLITS)('%s: writes over a batch that is given back what a new one would hold', (split) => {
    const log = datasetOf(randomRows(1), { split });
    const all = { ...options, pastUsersLength: 3 };
    const batches = createBatches(log, all);
    let used: Batch | undefined;
    for (let step = 0; step < 2 * batches.stepsPerEpoch; step++) {
      const before: Batch | undefined = used;
      used = batches.at(step, used);
      expect(used).toEqual(createBatches(log, all).at(step));
      if (before)
        expect(
          [used.items, used.pastUsers!.owners].map((array, i) => array === [before.items, before.pastUsers!.owners][i]),
        ).toEqual([true, true]);
    }
  });

  it('spreads an epoch evenly over its batches and pads each with row 0 at weight 0', () => {
    const batches = epochOf(dataset, options);
    const sizes = batches.map(({ real }) => real);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    expect(sizes.reduce((a, b) => a + b, 0)).toBe(dataset.split.train.length);
    const last = batches.find(({ real }) => real < 16)!;
    const { real } = last;
    expect([...last.weight]).toEqual([...Array<number>(real).fill(1), ...Array<number>(16 - real).fill(0)]);
    expect([...last.realColumn]).toEqual([...last.weight]);
    for (let row = real; row < 16; row++) {
      expect([last.events[row], last.users[row], last.items[row]]).toEqual([
        last.events[0],
        last.users[0],
        last.items[0],
      ]);
      expect(rowOf(last.history.owners, row, 4)).toEqual(rowOf(last.history.owners, 0, 4));
    }
  });

  it('carries the row weights of the log', () => {
    const weighted = {
      ...dataset,
      events: { ...dataset.events, weight: Float32Array.from(dataset.events.user, (_, e) => e / 4) },
    };
    const batch = createBatches(weighted, options).at(0);
    expect([...batch.weight.subarray(0, batch.real)]).toEqual(
      Array.from(batch.events.subarray(0, batch.real), (e) => e / 4),
    );
  });

  it('refuses sizes and steps that are no whole numbers', () => {
    expect(() => createBatches(dataset, { ...options, batch: 0 })).toThrow('batch is 0');
    expect(() => createBatches(dataset, { ...options, historyLength: -1 })).toThrow('historyLength is -1');
    expect(() => createBatches(dataset, options).at(1.5)).toThrow('step is 1.5');
  });
});

describe('histories of training events', () => {
  const rows: Row[] = [
    ['a', 'p', 0],
    ['a', 'q', 1 * DAY],
    ['a', 'r', 1 * DAY],
    ['a', 's', 3 * DAY],
    ['a', 'v', 4 * DAY],
    ['a', 't', 5 * DAY],
    ['b', 'p', 0],
    ['b', 'v', DAY],
    ['b', 't', 2 * DAY],
  ];
  const find = (dataset: Dataset, item: string, length: number): { items: string; ages: number[] } => {
    for (const batch of epochOf(dataset, { batch: 4, historyLength: length, seed: 1 })) {
      const row = Array.from(batch.items).findIndex(
        (i, r) => dataset.items[i] === item && dataset.users[batch.users[r]!] === 'a' && r < batch.real,
      );
      if (row < 0) continue;
      const mask = rowOf(batch.history.mask, row, length);
      return {
        items: rowOf(batch.history.owners, row, length)
          .map((i, t) => (mask[t] === 1 ? dataset.items[i] : '-'))
          .join(' '),
        ages: rowOf(batch.history.ageDays, row, length),
      };
    }
    throw new Error(`no row for ${item}`);
  };

  it('stand right-aligned, newest last, with their age at the moment of the target', () => {
    expect(find(datasetOf(rows), 's', 4)).toEqual({ items: '- p q r', ages: [0, 3, 2, 2] });
    expect(find(datasetOf(rows), 's', 2)).toEqual({ items: 'q r', ages: [2, 2] });
    expect(find(datasetOf(rows), 'p', 2)).toEqual({ items: '- -', ages: [0, 0] });
  });

  it("leave out events of the target's own moment, but for earlier lines under ties: file", () => {
    expect(find(datasetOf(rows), 'r', 3).items).toBe('- - p');
    expect(find(datasetOf(rows, { ties: 'file' }), 'r', 3)).toEqual({ items: '- p q', ages: [0, 1, 0] });
  });

  it.each(SPLITS)('%s: agree with a plain search on random logs; time and order never reach the target', (split) => {
    for (let seed = 0; seed < 12; seed++) {
      const repeats = seed % 2 === 0 ? 'first' : 'all';
      const dataset = datasetOf(randomRows(seed), { split, repeats });
      const { events } = dataset;
      const length = 3 + seed;
      for (const batch of epochOf(dataset, { batch: 32, historyLength: length, seed })) {
        for (let row = 0; row < batch.real; row++) {
          const target = batch.events[row]!;
          const past = Array.from(dataset.split.train)
            .filter(
              (e) =>
                events.user[e] === events.user[target] &&
                (split === 'random' ? e !== target : events.time[e]! < events.time[target]!),
            )
            .slice(-length);
          const padding = Array<number>(length - past.length).fill(0);
          expect(rowOf(batch.history.owners, row, length)).toEqual([...padding, ...past.map((e) => events.item[e]!)]);
          expect(rowOf(batch.history.mask, row, length)).toEqual([...padding, ...past.map(() => 1)]);
          const now = split === 'random' ? events.time[past.at(-1) ?? 0]! : events.time[target]!;
          expect(rowOf(batch.history.ageDays, row, length)).toEqual([
            ...padding,
            ...past.map((e) => (now - events.time[e]!) / DAY),
          ]);
        }
      }
    }
  });

  it('have no age where the log has no time', () => {
    const dataset = datasetOf(
      randomRows(2).map(([user, item]): Row => [user, item, null]),
      { split: 'random' },
    );
    const batch = createBatches(dataset, { batch: 32, historyLength: 5, seed: 1 }).at(0);
    expect(batch.history.mask).toContain(1);
    expect(batch.history.ageDays.every((age) => age === 0)).toBe(true);
  });
});

describe('histories of held-out users', () => {
  it('contain the validation moment at test time and end before the target', () => {
    const dataset = datasetOf([
      ['a', 'x', 0],
      ['a', 'y', 2 * DAY],
      ['a', 'z', 5 * DAY],
      ['b', 'x', 0],
      ['b', 'z', DAY],
      ['b', 'y', 2 * DAY],
    ]);
    const { owners, mask, ageDays } = encodeHistories(dataset, dataset.split.test, 3);
    const names = Array.from(owners, (i, at) => (mask[at] === 1 ? dataset.items[i] : '-'));
    expect(names).toEqual(['-', 'x', 'y', '-', 'x', 'z']);
    expect([...ageDays]).toEqual([0, 5, 3, 0, 2, 1]);
    const validation = encodeHistories(dataset, dataset.split.validation, 3);
    expect([...validation.mask]).toEqual([0, 0, 1, 0, 0, 1]);
    expect([...validation.ageDays]).toEqual([0, 0, 2, 0, 0, 1]);
    // A shown row lies between two events: its ages do not wait for the next.
    const asked = { user: 0, history: 2, historyEvents: null, time: 4 * DAY };
    expect([...encodeHistories(dataset, [asked], 3).ageDays]).toEqual([0, 4, 2]);
  });

  it.each(SPLITS)(
    "%s: never hold an event at or after the target's time, nor under repeats: first a target item",
    (split) => {
      for (let seed = 0; seed < 12; seed++) {
        const dataset = datasetOf(randomRows(seed), { split });
        for (const part of [dataset.split.validation, dataset.split.test]) {
          const { ageDays, mask } = encodeHistories(dataset, part, 50);
          if (split !== 'random')
            mask.forEach((on, at) => {
              if (on === 1) expect(ageDays[at]).toBeGreaterThan(0);
            });
          for (const target of part) {
            const seen = historyItemsOf(dataset, target);
            expect(seen.length).toBeGreaterThan(0);
            for (const item of target.items) expect(seen).not.toContain(item);
          }
        }
      }
    },
  );
});

describe('what the in-batch softmax is told', () => {
  it.each(SPLITS)('%s: q is the share of training events, and sums to 1 over the training items', (split) => {
    const dataset = datasetOf(randomRows(4), { split, repeats: 'all' });
    const {
      events,
      split: { train },
    } = dataset;
    const q = new Map<number, number>();
    for (const batch of epochOf(dataset, { batch: 16, historyLength: 2, seed: 1 }))
      batch.items.forEach((item, row) => q.set(item, Math.exp(batch.logQ[row]!)));
    for (const [item, share] of q)
      expect(share).toBeCloseTo(Array.from(train).filter((e) => events.item[e] === item).length / train.length, 6);
    expect([...q.values()].reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  });

  it('q does not see validation and test events', () => {
    const dataset = datasetOf([
      ['a', 'x', 1],
      ['a', 'y', 2],
      ['a', 'z', 3],
      ['b', 'y', 1],
      ['b', 'x', 2],
      ['b', 'z', 3],
      ['c', 'x', 1],
    ]);
    const batch = createBatches(dataset, { batch: 3, historyLength: 1, seed: 1 }).at(0);
    const q = Object.fromEntries(
      Array.from(batch.items, (item, row) => [dataset.items[item]!, Math.exp(batch.logQ[row]!)]),
    );
    expect(Object.keys(q).sort()).toEqual(['x', 'y']);
    expect(q.x).toBeCloseTo(2 / 3, 6);
    expect(q.y).toBeCloseTo(1 / 3, 6);
  });
});
