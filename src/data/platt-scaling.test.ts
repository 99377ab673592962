import { expect, it } from 'vitest';
import { plattScaling } from './platt-scaling';
import { createRandom } from './random';

const ones = (all: ArrayLike<number>): number[] => Array.from(all, () => 1);

/** Gradient of the loss that Platt minimises, by hand: sums over the rows of p - t, and of (p - t) s. */
function gradient(
  { slope, intercept }: { slope: number; intercept: number },
  taken: readonly number[],
  others: readonly number[],
  counts: readonly number[],
) {
  const without = counts.reduce((a, b) => a + b, 0);
  const rows = [
    ...taken.map((s) => [s, 1, (taken.length + 1) / (taken.length + 2)] as const),
    ...others.map((s, at) => [s, counts[at]!, 1 / (without + 2)] as const),
  ];
  const off = rows.map(([s, weight, target]) => weight * (1 / (1 + Math.exp(-(slope * s + intercept))) - target));
  const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
  return [sum(off), sum(off.map((one, row) => one * rows[row]![0]))];
}

/** Scores of labels drawn with the log-odds `slope` s + `intercept`. */
function drawn(slope: number, intercept: number, rows: number) {
  const random = createRandom(7, 'platt');
  const [taken, others]: [number[], number[]] = [[], []];
  for (let row = 0; row < rows; row++) {
    const score = 3 * random.normal() + 20;
    (random.uniform() < 1 / (1 + Math.exp(-(slope * (score - 20) + intercept))) ? taken : others).push(score);
  }
  return { taken, others };
}

it('finds the slope and the intercept by which labels were drawn, far as the scores are from zero', () => {
  const { taken, others } = drawn(0.7, -1.5, 20_000);
  const found = plattScaling(taken, others, ones(others));
  expect(found.slope).toBeCloseTo(0.7, 1);
  expect(found.intercept + 20 * found.slope).toBeCloseTo(-1.5, 1);
  for (const one of gradient(found, taken, others, ones(others))) expect(Math.abs(one)).toBeLessThan(1e-3);
});

it('leaves log-odds that are right as they are', () => {
  const { taken, others } = drawn(1, 0, 20_000);
  const before = plattScaling(taken, others, ones(others));
  const odds = (all: readonly number[]): number[] => all.map((s) => before.slope * s + before.intercept);
  const after = plattScaling(odds(taken), odds(others), ones(others));
  expect(after.slope).toBeCloseTo(1, 6);
  expect(after.intercept).toBeCloseTo(0, 6);
});

it('counts a row as often as it is said to be there', () => {
  const [taken, others] = [
    [1, 2, 4],
    [0, 1.5, 3],
  ];
  const counted = plattScaling(taken, others, [3, 0, 1]);
  const repeated = plattScaling(taken, [0, 0, 0, 3], [1, 1, 1, 1]);
  expect(counted.slope).toBeCloseTo(repeated.slope, 10);
  expect(counted.intercept).toBeCloseTo(repeated.intercept, 10);
  expect(plattScaling(taken, others, [1, 1, 1]).slope).not.toBeCloseTo(counted.slope, 3);
});

it('stays finite where scores tell the labels apart without an error, and gives each end what Platt’s targets allow', () => {
  const { slope, intercept } = plattScaling([1, 1, 1], [0], [1]);
  expect(slope + intercept).toBeCloseTo(Math.log(4), 6);
  expect(intercept).toBeCloseTo(Math.log(1 / 2), 6);
});

it('has the slope 0 of scores that are all alike, and a negative one of those that fall with the label', () => {
  expect(plattScaling([2, 2, 2], [2], [1])).toEqual({ slope: 0, intercept: Math.log(2) });
  expect(plattScaling([0, 1], [2, 3], [1, 1]).slope).toBeLessThan(0);
});
