import { describe, expect, it } from 'vitest';
import { SeriesLog } from './series';

const ramp = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i);
const plain = ({ steps, values }: { steps: Float64Array; values: Float64Array }) => [[...steps], [...values]];

describe('the series of a run', () => {
  it('keep every point in order across growth', () => {
    const log = new SeriesLog();
    const all = ramp(1000);
    for (let i = 0; i < 1000; i += 10)
      log.append([{ name: 'loss', steps: all.subarray(i, i + 10), values: all.subarray(i, i + 10).map((x) => -x) }]);
    const { steps, values } = log.points('loss')!;
    expect([steps.length, steps[999], values[256]]).toEqual([1000, 999, -256]);
    expect([log.first('loss'), log.last('loss'), log.last('ndcg@10')]).toEqual([-0, -999, null]);
  });

  it('go back to a step, and on from there', () => {
    const log = new SeriesLog();
    log.append([{ name: 'loss', steps: Float64Array.of(1, 2, 3, 4), values: Float64Array.of(9, 8, 7, 6) }]);
    log.cutAfter(2);
    log.add('loss', 3, 5);
    expect(plain(log.points('loss')!)).toEqual([
      [1, 2, 3],
      [9, 8, 5],
    ]);
    log.cutAfter(0);
    expect(log.points('loss')!.steps).toHaveLength(0);
  });

  it('are published once, also what comes again after a step back', () => {
    const log = new SeriesLog();
    log.add('loss', 1, 9);
    log.add('term softmax', 1, 4);
    expect(log.takeNew().map(({ name }) => name)).toEqual(['loss', 'term softmax']);
    expect(log.takeNew()).toEqual([]);
    log.add('loss', 2, 8);
    log.cutAfter(1);
    log.add('loss', 2, 7);
    expect(log.takeNew().map(plain)).toEqual([[[2], [7]]]);
    log.cutAfter(1);
    log.add('loss', 2, 6);
    expect(log.takeNew().map(plain)).toEqual([[[2], [6]]]);
  });

  it('come back from a storage without what lies after the checkpoint', () => {
    const log = new SeriesLog();
    for (let step = 1; step <= 4; step++) log.add('loss', step, 10 - step);
    const again = new SeriesLog();
    again.add('recall@10', 1, 0.5);
    again.restore(log.all(), 3);
    expect(again.all().map(plain)).toEqual([
      [
        [1, 2, 3],
        [9, 8, 7],
      ],
    ]);
    expect(again.takeNew()).toEqual([]);
  });

  it('refuse steps and values of different number', () => {
    expect(() => new SeriesLog().append([{ name: 'loss', steps: ramp(2), values: ramp(3) }])).toThrow(
      '2 steps for 3 values',
    );
  });
});
