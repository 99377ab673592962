import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../data/random';
import { groupProductInJs, groupProductInWasm } from '../../../engine/linear-algebra/group-product';
import { RidgeSolver } from './ridge';

const random = createRandom(3);
const matrix = (rows: number, width: number): Float64Array =>
  Float64Array.from({ length: rows * width }, () => random.normal());

describe.each([
  ['JavaScript', groupProductInJs],
  ['WebAssembly', groupProductInWasm],
])('ridge regressions in %s', (_, group) => {
  // A width within a tile, one that fills it, and one of several tiles; rows within a panel and beyond it.
  it.each([
    [4, 3],
    [64, 20],
    [132, 300],
  ])('of width %i on %i of the rows solve their normal equations', (width, count) => {
    const solver = new RidgeSolver(width, group()!);
    const vectors = matrix(400, width);
    const start = solver.gram(vectors, 0.1);
    const members = Uint32Array.from({ length: count }, (__, n) => (7 * n) % 400);
    const ridge = 2;
    const x = new Float64Array(width);
    const weights = Float64Array.from(members, (row) => 1 + (row % 3));
    solver.solve(vectors, members, weights, { start, ridge }, x);
    const [all, own] = [new Float64Array(width), new Float64Array(width)];
    // (0.1 VᵀV + sum of w v vᵀ + ridge I) x = sum of w v, row by row of V.
    for (let row = 0; row < 400; row++) {
      const v = vectors.subarray(row * width, (row + 1) * width);
      const along = v.reduce((sum, value, n) => sum + value * x[n]!, 0);
      v.forEach((value, n) => {
        all[n]! += 0.1 * along * value;
        if (members.includes(row)) own[n]! += (1 + (row % 3)) * (along - 1) * value;
      });
    }
    x.forEach((value, n) => expect(Math.abs(all[n]! + own[n]! + ridge * value)).toBeLessThan(1e-9));
  });

  it('give zeros where nothing was observed, whatever was solved before', () => {
    const solver = new RidgeSolver(8, group()!);
    const vectors = matrix(5, 8);
    const start = solver.gram(vectors, 1);
    const x = new Float64Array(8);
    solver.solve(vectors, Uint32Array.of(1, 2), null, { start, ridge: 1 }, x);
    expect(x.every((value) => value !== 0)).toBe(true);
    solver.solve(vectors, new Uint32Array(0), null, { start, ridge: 1 }, x);
    expect([...x]).toEqual(Array(8).fill(0));
  });
});

it('a width that no group of rows divides is refused', () => {
  expect(() => new RidgeSolver(6)).toThrow('RidgeSolver: 6 is no multiple of 4');
});
