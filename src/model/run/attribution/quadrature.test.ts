import { expect, it } from 'vitest';
import { gaussLegendre } from './quadrature';

const integral = (n: number, f: (x: number) => number): number => {
  const { points, weights } = gaussLegendre(n);
  return points.reduce((sum, x, i) => sum + weights[i]! * f(x), 0);
};

it('has the two points of the rule of two, in (0, 1)', () => {
  const { points, weights } = gaussLegendre(2);
  expect(points[0]).toBeCloseTo(0.5 - Math.sqrt(3) / 6, 12);
  expect(points[1]).toBeCloseTo(0.5 + Math.sqrt(3) / 6, 12);
  expect([...weights].map((weight) => weight.toFixed(12))).toEqual(['0.500000000000', '0.500000000000']);
});

it('integrates powers up to twice its points exactly', () => {
  for (const n of [1, 2, 5, 126])
    for (const power of [0, 1, 2 * n - 1]) expect(integral(n, (x) => x ** power)).toBeCloseTo(1 / (power + 1), 12);
  expect(integral(2, (x) => x ** 4)).not.toBeCloseTo(1 / 5, 3);
  expect(integral(126, Math.exp)).toBeCloseTo(Math.E - 1, 12);
});
