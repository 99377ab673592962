import { expect, it, vi } from 'vitest';
import { createBatches, type Batch } from '../../../data/batches';
import { trainingPositives } from '../../../data/positives';
import type { SampledColumns } from '../../../data/sampled-columns';
import { datasetOf, randomRows } from '../../../data/testing';
import { trainingPart } from '../../../data/training-part';
import { hitMatrix, packHits, SAME_ITEM, SAME_USER } from '../../../engine/kernels/in-batch-softmax/hits';
import { webgpuBackend } from '../../../engine/run-kernel';
import { lowerBinding, onDevice } from '../../../engine/testing';
import { LimitError, type Storage } from '../../../engine/storage';
import { PairInputs, realColumns } from './pair-inputs';

onDevice();

const SIZE = 24;
const KINDS = [SAME_ITEM, SAME_USER, SAME_ITEM | SAME_USER];

/** Not through tfjs, which would keep what it reads. */
async function read(pairs: PairInputs): Promise<Uint32Array> {
  const { storage } = (pairs as unknown as { hits: { storage: Storage } }).hits;
  return new Uint32Array((await storage.read()).buffer);
}

it.each([
  null,
  { count: 20, by: 'uniform' },
  { count: 7, by: 'popularity' },
  { count: 40, by: 'earlier' },
] as (SampledColumns | null)[])(
  'hits on the device are those of a loop over all pairs of a batch, with %j sampled',
  async (sampled) => {
    const found = { [SAME_ITEM]: 0, [SAME_USER]: 0, behind: 0 };
    for (let seed = 0; seed < 4; seed++) {
      const dataset = datasetOf(randomRows(seed), { repeats: seed % 2 === 0 ? 'first' : 'all' });
      const { events, split, items } = dataset;
      const taken = new Set(Array.from(split.train, (e) => `${events.user[e]} ${events.item[e]}`));
      const batches = createBatches(dataset, { batch: SIZE, historyLength: 0, seed, sampled });
      const positives = trainingPositives(trainingPart(dataset), items.length);
      const pairs = new PairInputs(SIZE, { positives, sampled, items: dataset.items.length });
      for (let step = 0; step < batches.stepsPerEpoch; step++) {
        const batch: Batch = batches.at(step);
        pairs.prepare({ batch });
        pairs.submit({ batch });
        const words = await read(pairs);
        expect(words).toEqual(packHits(positives, batch));
        const columns = [...batch.items, ...batch.sampled];
        for (const kinds of KINDS) {
          const expected = new Float32Array(SIZE * columns.length);
          for (let i = 0; i < batch.real; i++) {
            columns.forEach((item, j) => {
              const same = (kinds & SAME_ITEM) !== 0 && item === batch.items[i];
              const his = (kinds & SAME_USER) !== 0 && taken.has(`${batch.users[i]} ${item}`);
              if (j === i || (j >= batch.real && j < SIZE) || !(same || his)) return;
              expected[i * columns.length + j] = 1;
              if (same) found[SAME_ITEM]++;
              if (his) found[SAME_USER]++;
              if (j >= SIZE) found.behind++;
            });
          }
          expect(hitMatrix(words, SIZE, columns.length, kinds)).toEqual(expected);
        }
      }
      pairs.dispose();
    }
    expect(found[SAME_ITEM]).toBeGreaterThan(0);
    expect(found[SAME_USER]).toBeGreaterThan(found[SAME_ITEM]);
    expect(found.behind > 0).toBe(sampled !== null);
  },
);

const dense = datasetOf(randomRows(1), { repeats: 'all' });
const positives = trainingPositives(trainingPart(dense), dense.items.length);

it('a step writes a few words for each row, whatever was taken, and what rows weigh where that is new', () => {
  const pairs = new PairInputs(SIZE, { positives, sampled: null, items: 1 });
  const write = vi.spyOn(webgpuBackend().device.queue, 'writeBuffer');
  const batches = createBatches(dense, { batch: SIZE, historyLength: 0, seed: 1 });
  const written = (step: number): number => {
    write.mockClear();
    const batch = batches.at(step);
    pairs.prepare({ batch });
    pairs.submit({ batch });
    return write.mock.calls.reduce((sum, [, , data]) => sum + (data as Uint32Array).length, 0);
  };
  // Log q, weight and real column, and six words for the hits.
  expect(written(0)).toBe(9 * SIZE);
  const real = (step: number): number => batches.at(step).real;
  const steps = Array.from({ length: batches.stepsPerEpoch }, (_, step) => step);
  const same = steps.find((step) => step > 0 && real(step) === real(step - 1))!;
  const other = steps.find((step) => step > 0 && real(step) !== real(step - 1))!;
  written(same - 1);
  expect(written(same)).toBe(7 * SIZE);
  written(other - 1);
  expect(written(other)).toBe(9 * SIZE);
  write.mockRestore();
  pairs.dispose();
});

it('columns of earlier batches are there once they were rows of the stage, and none of padding is', () => {
  const batches = createBatches(dense, {
    batch: SIZE,
    historyLength: 0,
    seed: 1,
    sampled: { count: 30, by: 'earlier' },
  });
  const padded = Array.from({ length: batches.stepsPerEpoch }, (_, step) => step).findLast(
    (step) => batches.at(step).real < SIZE,
  )!;
  const there = (step: number, firstStep: number) =>
    realColumns(batches.at(step), firstStep)
      .subarray(SIZE)
      .reduce((a, b) => a + b, 0);
  expect(realColumns(batches.at(padded), 0).subarray(0, SIZE)).toEqual(batches.at(padded).realColumn);
  expect([there(0, 0), there(1, 0), there(1, 1)]).toEqual([0, batches.at(0).real, 0]);
  const before = padded + 1;
  expect(there(before, padded)).toBe(batches.at(padded).real);
  expect(there(before, before)).toBe(0);
  expect(there(before, 0)).toBeGreaterThan(there(before, padded));
});

it('holds nothing of what was taken where nobody reads it', () => {
  const made = vi.spyOn(webgpuBackend().device, 'createBuffer');
  new PairInputs(SIZE, { positives: null, sampled: null, items: 1 }).dispose();
  expect(made.mock.calls.map(([{ label }]) => label)).toEqual(['log q', 'row weights', 'real columns']);
  made.mockRestore();
});

it('says what does not fit one buffer, and leaves none behind', () => {
  const raise = lowerBinding(256);
  expect(positives.item.length * 4).toBeGreaterThan(256);
  expect(() => new PairInputs(SIZE, { positives, sampled: null, items: 1 })).toThrow(LimitError);
  expect(() => new PairInputs(SIZE, { positives, sampled: null, items: 1 })).toThrow('items taken by each user');
  raise();
});
