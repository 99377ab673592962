import { describe, expect, it } from 'vitest';
import { createRandom } from '../../data/random';
import { effectiveRank } from './effective-rank';

const normal = (count: number): Float32Array => {
  const random = createRandom(5, 'vectors');
  return Float32Array.from({ length: count }, () => random.normal());
};
const rank = (rows: readonly (readonly number[])[]): number => effectiveRank(rows.flat(), rows.length, rows[0]!.length);

describe('effective rank', () => {
  it('is 1 where all vectors point one way, however long they are', () =>
    expect(
      rank([
        [1, 2, 2],
        [-2, -4, -4],
        [0.5, 1, 1],
      ]),
    ).toBeCloseTo(1, 6));

  it('counts directions that are used alike', () => {
    expect(
      rank([
        [3, 0, 0, 0],
        [0, 3, 0, 0],
        [0, 0, 3, 0],
      ]),
    ).toBeCloseTo(3, 9);
    expect(
      rank([
        [1, 0],
        [0, 1],
        [-1, 0],
        [0, -1],
      ]),
    ).toBeCloseTo(2, 9);
  });

  // Singular values 3 and 1: shares 3/4 and 1/4, exp(3/4 ln 4/3 + 1/4 ln 4).
  it('weighs directions by their singular values, by hand', () =>
    expect(
      rank([
        [3, 0],
        [0, 1],
      ]),
    ).toBeCloseTo((4 / 3) ** 0.75 * 4 ** 0.25, 9));

  it('of random vectors is near their width, and the same of many rows as of their transpose', () => {
    const [rows, width] = [200, 24];
    const x = normal(rows * width);
    const turned = Float32Array.from(
      { length: rows * width },
      (_, at) => x[(at % rows) * width + Math.floor(at / rows)]!,
    );
    const found = effectiveRank(x, rows, width);
    expect(found).toBeGreaterThan(22);
    expect(found).toBeLessThan(24);
    expect(effectiveRank(turned, width, rows)).toBeCloseTo(found, 6);
  });

  it('is no number where there is no vector but 0, or a number that is not finite', () => {
    expect(rank([[0, 0]])).toBeNaN();
    expect(
      rank([
        [1, Number.NaN],
        [0, 1],
      ]),
    ).toBeNaN();
  });
});
