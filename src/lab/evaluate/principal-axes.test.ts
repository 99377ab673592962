import { describe, expect, it } from 'vitest';
import { createRandom } from '../../data/random';
import { principalAxes, projected } from './principal-axes';

const rowsOf = (vectors: readonly (readonly number[])[]) => vectors.map((_, row) => row);
const axesOf = (vectors: readonly (readonly number[])[], rows = rowsOf(vectors)) =>
  principalAxes(Float32Array.from(vectors.flat()), rows, vectors[0]!.length);

describe('principal axes', () => {
  // Along (3, 4) / 5 at -10, 0, 10 and 0, across it at 0, 3, 0 and -3, above the plane never: variances 50 and 4.5.
  const byHand = [
    [1 - 6, 2 - 8, 7],
    [1 - 2.4, 2 + 1.8, 7],
    [1 + 6, 2 + 8, 7],
    [1 + 2.4, 2 - 1.8, 7],
  ];

  it('by hand: the mean, the long direction first, the largest number of each positive, all that differs explained', () => {
    const { mean, axes, explained } = axesOf(byHand);
    const expected = [1, 2, 7, 0.6, 0.8, 0, 0.8, -0.6, 0];
    [...mean, ...axes].forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 6));
    expect(explained).toBeCloseTo(1, 9);
    const [x, y] = projected(axesOf(byHand), Float32Array.from(byHand[1]!));
    expect(x).toBeCloseTo(0, 5);
    expect(y).toBeCloseTo(-3, 5);
  });

  it('explain the share of the variance that the projections have, never more in another plane', () => {
    const random = createRandom(3, 'vectors');
    const [count, width] = [300, 12];
    const vectors = Array.from({ length: count }, () =>
      Array.from({ length: width }, (_, d) => random.normal() * (d === 4 ? 3 : d === 9 ? 2 : 1)),
    );
    const found = axesOf(vectors);
    const variance = (values: readonly number[]): number => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    };
    const places = vectors.map((vector) => projected(found, Float32Array.from(vector)));
    const all = Array.from({ length: width }, (_, d) => variance(vectors.map((vector) => vector[d]!)));
    const total = all.reduce((sum, value) => sum + value, 0);
    const along = [0, 1].map((axis) => variance(places.map((place) => place[axis]!)));
    expect((along[0]! + along[1]!) / total).toBeCloseTo(found.explained, 6);
    expect(along[0]).toBeGreaterThan(along[1]!);
    expect(found.explained).toBeGreaterThan((all[4]! + all[9]!) / total);
    expect(found.explained).toBeLessThan(1);
  });

  it('are of the rows that are looked at, and have no second where vectors have one number', () => {
    expect([...axesOf([...byHand, [900, -900, 900]], [0, 1, 2, 3]).mean].map(Math.round)).toEqual([1, 2, 7]);
    const { axes, explained } = axesOf([[1], [5]]);
    expect([...axes, explained]).toEqual([1, 0, 1]);
  });

  it('explain nothing where the vectors do not differ', () =>
    expect(
      axesOf([
        [1, 2, 3],
        [1, 2, 3],
      ]).explained,
    ).toBe(0));
});
