import { describe, expect, it } from 'vitest';
import { createBatches, stretchRows, type Batch } from './batches';
import type { Dataset } from './dataset';
import { datasetOf, randomRows, type Row } from './testing';

const LENGTH = 6;
const SIZE = 24;
const options = { batch: SIZE, seed: 3, historyLength: LENGTH, everyPosition: true };

/** One user's events, `tied` of them at one moment. */
const rowsOf = (user: string, events: number, tied = 1): Row[] =>
  Array.from({ length: events }, (_, e) => [user, `${user}-${e}`, 1000 * Math.floor(e / tied)]);

const epochOf = (dataset: Dataset, epoch: number): Batch[] => {
  const batches = createBatches(dataset, options);
  return Array.from({ length: batches.stepsPerEpoch }, (_, i) => batches.at(epoch * batches.stepsPerEpoch + i));
};

/** The events of a stretch's past up to where a row's own past ends, oldest first. */
function pastOf({ history, places }: Batch, row: number): number[] {
  if (places!.there[row] === 0) return [];
  const at = places!.at[row]!;
  const stretch = Math.floor(at / LENGTH);
  const first = (stretch + 1) * LENGTH - history.counts[stretch]!;
  return [...history.owners.subarray(first, at + 1)];
}

describe.each([
  ['few events of a user', randomRows(1)],
  ['many events, one user of one', [...rowsOf('a', 60), ...rowsOf('b', 41), ...rowsOf('c', 33), ...rowsOf('d', 1)]],
  ['ties', [...rowsOf('a', 40, 2), ...rowsOf('b', 30, 3), ...rowsOf('c', 20)]],
])('stretches of %s', (_, rows) => {
  const dataset = datasetOf(rows, { split: 'leave-last-out' });

  it.each([0, 1, 2])('hold each training event once, in batches that have room for them (epoch %i)', (epoch) => {
    const batches = epochOf(dataset, epoch);
    const events = batches.flatMap(({ events: own, real }) => [...own.subarray(0, real)]);
    expect(events.toSorted((a, b) => a - b)).toEqual([...dataset.split.train]);
    for (const { real, history, size } of batches) {
      expect(real).toBeLessThanOrEqual(SIZE);
      expect(size).toBe(SIZE);
      expect(history.rows).toBe(stretchRows(dataset, SIZE, LENGTH));
    }
  });

  it('end each past where the past of its event ends', () => {
    const alone = createBatches(dataset, { ...options, everyPosition: false });
    const own = new Map<number, number[]>();
    for (let step = 0; step < alone.stepsPerEpoch; step++) {
      const { events, real, history } = alone.at(step);
      for (let row = 0; row < real; row++)
        own.set(
          events[row]!,
          [...history.owners.subarray(row * LENGTH, (row + 1) * LENGTH)].slice(LENGTH - history.counts[row]!),
        );
    }
    let cut = 0;
    for (const batch of epochOf(dataset, 0)) {
      for (let row = 0; row < batch.real; row++) {
        const [past, whole] = [pastOf(batch, row), own.get(batch.events[row]!)!];
        expect(past).toEqual(whole.slice(whole.length - past.length));
        expect(past.length > 0).toBe(whole.length > 0);
        if (past.length < whole.length) cut++;
      }
      for (let row = batch.real; row < SIZE; row++)
        expect([batch.places!.at[row], batch.weight[row]]).toEqual([batch.places!.at[0], 0]);
    }
    // Later in its stretch an event has more of its past: most have all of it.
    expect(cut).toBeLessThan(own.size);
  });
});

describe('stretches', () => {
  const dataset = datasetOf([...rowsOf('a', 60), ...rowsOf('b', 41)], { split: 'leave-last-out' });

  it('are cut anew in each epoch and the same for the same seed', () => {
    const placesOf = (epoch: number) => epochOf(dataset, epoch).map(({ places }) => [...places!.at]);
    expect(placesOf(0)).toEqual(placesOf(0));
    expect(placesOf(1)).not.toEqual(placesOf(0));
  });

  it('have no past of an event whose moment is longer than what is read', () => {
    const tied = datasetOf([...rowsOf('a', 4), ...rowsOf('b', 40, 40), ...rowsOf('c', 9)], { split: 'leave-last-out' });
    const rows = epochOf(tied, 0).flatMap(({ places, users, real }) =>
      [...users.subarray(0, real)].map((user, row) => ({ user, there: places!.there[row]! })),
    );
    const b = tied.users.indexOf('b');
    expect(rows.filter(({ user }) => user === b).every(({ there }) => there === 0)).toBe(true);
    expect(rows.some(({ there }) => there === 1)).toBe(true);
  });

  it('are refused where the split keeps no order', () => {
    expect(() => createBatches(datasetOf(randomRows(1), { split: 'random' }), options)).toThrow(RangeError);
  });
});
