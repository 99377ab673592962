/** The updates of the CPU path beside the plain rules. */
import { expect, it } from 'vitest';
import { numbers, relativeError } from '../testing';
import { updateOnCpu, updateRowsOnCpu, updateTableOnCpu, type HostStep } from './on-cpu';
import { hyperparameters, ruleOnHost, type HostWeight, type Rule } from './rules';

const stepOf = (rule: Rule): HostStep => ({ rule, hyper: hyperparameters(0.01, 0.1, 3), factor: 0.7 });
/** After some updates: second moments are above zero. */
const weightOf = (size: number): HostWeight => ({
  value: numbers(size, 1),
  state: [numbers(size, 2), numbers(size, 3).map(Math.abs)],
});
const arraysOf = ({ value, state }: HostWeight): Float32Array[] => [value, ...state];

function expectAlike(own: HostWeight, plain: HostWeight): void {
  const untouched = arraysOf(weightOf(plain.value.length));
  arraysOf(plain).forEach((numbers, i) => {
    expect(numbers).not.toEqual(untouched[i]);
    expect(relativeError(arraysOf(own)[i]!, numbers)).toBeLessThan(2e-6);
  });
}

it.each([1, 7, 70_001])('Adam of %i numbers at once is that of the plain rule', (size) => {
  const [own, plain] = [weightOf(size), weightOf(size)];
  const gradient = numbers(size, 4);
  updateOnCpu(own, gradient, stepOf('adam'));
  const { rule, hyper, factor } = stepOf('adam');
  ruleOnHost(rule, plain, hyper, factor)(0, gradient, 0, size);
  expectAlike(own, plain);
});

// A table that is copied as a whole, and one of which too little is touched for that.
it.each([12, 900])('lazy Adam touches nothing but the rows that were read, of a table of %i', (tableRows) => {
  const width = 5;
  const rows = Uint32Array.of(3, 0, 11, 7, 4);
  const sums = numbers(rows.length * width, 4);
  const [own, plain] = [weightOf(tableRows * width), weightOf(tableRows * width)];
  updateRowsOnCpu(own, width, rows, sums, stepOf('lazy-adam'));
  const { rule, hyper, factor } = stepOf('lazy-adam');
  const apply = ruleOnHost(rule, plain, hyper, factor);
  rows.forEach((row, u) => apply(row * width, sums, u * width, width));
  expectAlike(own, plain);
  arraysOf(weightOf(tableRows * width)).forEach((before, i) =>
    expect(arraysOf(own)[i]!.subarray(8 * width, 11 * width)).toEqual(before.subarray(8 * width, 11 * width)),
  );
});

it('exact Adam moves the rows of the ranges that learn, read or not, and no others', () => {
  const width = 5;
  const rows = Uint32Array.of(6, 2, 9);
  const sums = numbers(rows.length * width, 4);
  const [own, plain] = [weightOf(20 * width), weightOf(20 * width)];
  updateTableOnCpu(
    own,
    width,
    rows,
    sums,
    [
      [0, 4],
      [6, 12],
    ],
    stepOf('adam'),
  );
  const { rule, hyper, factor } = stepOf('adam');
  const apply = ruleOnHost(rule, plain, hyper, factor);
  const none = new Float32Array(width);
  for (const row of [0, 1, 2, 3, 6, 7, 8, 9, 10, 11]) {
    const u = rows.indexOf(row);
    apply(row * width, u < 0 ? none : sums, Math.max(u, 0) * width, width);
  }
  expectAlike(own, plain);
  expect(own.value.subarray(4 * width, 6 * width)).toEqual(weightOf(20 * width).value.subarray(4 * width, 6 * width));
});
