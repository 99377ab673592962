import { describe, expect, it } from 'vitest';
import { datasetOf } from './testing';
import { weightFacts } from './weight-facts';

/** Users of three moments, the first of which trains. */
const factsOf = (weights: readonly number[] | null) => {
  const dataset = datasetOf(
    Array.from({ length: 3 * (weights?.length ?? 4) }, (_, row) => [`u${Math.floor(row / 3)}`, `i${row % 3}`, row % 3]),
  );
  const weight = weights && new Float32Array(dataset.events.user.length).fill(1e9);
  dataset.split.train.forEach((event, at) => weight && (weight[event] = weights![at]!));
  return weightFacts({ ...dataset, events: { ...dataset.events, weight } });
};

describe('how weights are spread', () => {
  it('is nothing where all are 1', () => expect(factsOf(null)).toBeNull());

  it('counts training events alone: mean, largest, share of zeros, (sum w)^2 / sum w^2', () => {
    // 8^2 / (16 + 4 + 4) = 64 / 24 of 5 events.
    expect(factsOf([4, 0, 2, 2, 0])).toMatchObject({ mean: 1.6, max: 4, zeros: 0.4, effective: 64 / 24 / 5 });
    expect(factsOf([1, 1, 1])).toMatchObject({ mean: 1, max: 1, zeros: 0, effective: 1, isFew: false });
    expect(factsOf([0, 0, 0, 7])!.effective).toBeCloseTo(0.25, 12);
    expect(factsOf([7, ...new Float64Array(9)])).toMatchObject({ effective: 0.1, isFew: false });
    expect(factsOf([7, ...new Float64Array(10)])).toMatchObject({ effective: 1 / 11, isFew: true });
  });

  it('puts each positive weight in one bin, on a line, or on a logarithm where they are skewed', () => {
    const even = factsOf([1, 2, 3, 4, 5, 0])!;
    expect([even.scale, even.bins[0]!.from, even.bins.at(-1)!.to]).toEqual(['linear', 1, 5]);
    expect(even.bins.flatMap(({ count }, at) => (count > 0 ? [[at, count]] : []))).toEqual([
      [0, 1],
      [6, 1],
      [12, 1],
      [18, 1],
      [23, 1],
    ]);
    const skewed = factsOf([1, 1, 1, 10, 100])!;
    expect(skewed.scale).toBe('log');
    expect(skewed.bins[12]!.from).toBeCloseTo(10, 9);
    expect(skewed.bins.flatMap(({ count }, at) => (count > 0 ? [[at, count]] : []))).toEqual([
      [0, 3],
      [12, 1],
      [23, 1],
    ]);
  });

  it('has one bin where all that is positive is alike, and puts what is very small into the first', () => {
    expect(factsOf([0, 3, 3])!.bins).toEqual([{ from: 3, to: 3, count: 2 }]);
    const wide = factsOf([1e-20, 1, 1, 1e6])!;
    expect(wide.bins.reduce((sum, { count }) => sum + count, 0)).toBe(4);
    expect(wide.bins[0]).toMatchObject({ count: 3 });
    expect(wide.bins[0]!.from).toBeCloseTo(1e-20, 25);
  });
});
