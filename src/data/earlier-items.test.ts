import { describe, expect, it } from 'vitest';
import { createBatches, type Batch } from './batches';
import { EarlierItems, slotOf } from './earlier-items';
import { datasetOf, randomRows } from './testing';

const dataset = datasetOf(randomRows(4), { repeats: 'all' });
const SIZE = 16;
const batchesOf = (count: number, from?: number) =>
  createBatches(dataset, { batch: SIZE, historyLength: 2, seed: 3, sampled: { count, by: 'earlier', from } });
const columnsOf = ({ sampled, ages }: Batch) => ({ sampled: [...sampled], ages: [...ages!] });

/** By a loop over all rows before a step, oldest first. */
function expected(count: number, step: number, from = 0) {
  const batches = createBatches(dataset, { batch: SIZE, historyLength: 0, seed: 3 });
  const ages = Array<number>(count).fill(0);
  const sampled = Array<number | null>(count).fill(null);
  for (let s = 0; s < step; s++) {
    const { items, real } = batches.at(s);
    items.forEach((item, row) => {
      const slot = (s * SIZE + row) % count;
      ages[slot] = row < real && s >= from ? step - s : 0;
      sampled[slot] = ages[slot] ? item : null;
    });
  }
  return { sampled, ages };
}
const there = ({ sampled, ages }: ReturnType<typeof columnsOf>) => ({
  sampled: sampled.map((item, n) => (ages[n] ? item : null)),
  ages,
});

describe('items of earlier batches', () => {
  const { stepsPerEpoch } = batchesOf(1);
  const STEPS = Array.from({ length: stepsPerEpoch + 4 }, (_, step) => step);

  it.each([5, SIZE, 40])('are the newest rows before a step, %i of them, over the end of an epoch', (count) => {
    const batches = batchesOf(count);
    let reuse: Batch | undefined;
    let padded = 0;
    for (const step of STEPS) {
      reuse = batches.at(step, reuse);
      expect(there(columnsOf(reuse)), `step ${step}`).toEqual(expected(count, step));
      if (step > 4) padded += reuse.ages!.filter((age) => age === 0).length;
    }
    expect(padded).toBeGreaterThan(0);
  });

  it('are a pure function of the step: in whatever order steps are asked for, and no other part of a batch changes', () => {
    const batches = batchesOf(40);
    for (const step of [stepsPerEpoch + 1, 0, stepsPerEpoch + 1, stepsPerEpoch + 1, 3, stepsPerEpoch]) {
      const { sampled, ages, mixedLogQ, ...rest } = batches.at(step);
      expect(there(columnsOf({ sampled, ages } as Batch))).toEqual(expected(40, step));
      expect(createBatches(dataset, { batch: SIZE, historyLength: 2, seed: 3 }).at(step)).toMatchObject(rest);
      rest.logQ.forEach((q, row) => expect(mixedLogQ[row]).toBeCloseTo(q, 5));
    }
  });

  it('are the same where a step is asked for twice, in slots that hold none too', () => {
    const [twice, once] = [batchesOf(90), batchesOf(90)];
    twice.at(3);
    expect(columnsOf(twice.at(3))).toEqual(columnsOf(once.at(3)));
  });

  it('of steps before the warm-up is over are not kept', () => {
    const batches = batchesOf(40, 2);
    for (const step of STEPS.slice(0, 6)) expect(there(columnsOf(batches.at(step)))).toEqual(expected(40, step, 2));
    expect(Math.max(...batches.at(2).ages!)).toBe(0);
    expect(Math.max(...batches.at(3).ages!)).toBe(1);
  });

  it('are asked for again only where steps do not come in turn, and no more of them than are kept', () => {
    const asked: number[] = [];
    const rows = (step: number) => ({ items: Uint32Array.of(step, step), real: 2 });
    const earlier = new EarlierItems(3, 0, 2, (step) => (asked.push(step), rows(step)));
    for (let step = 0; step < 4; step++) {
      earlier.reach(step);
      earlier.push(rows(step));
    }
    expect(asked).toEqual([]);
    earlier.reach(9);
    expect(asked).toEqual([7, 8]);
    expect(slotOf(9, 2, 3)).toBe(0);
    // Rows 15 to 17, from slot 0 on.
    expect([[...earlier.columns().items], [...earlier.columns().ages]]).toEqual([
      [7, 8, 8],
      [2, 1, 1],
    ]);
  });
});
