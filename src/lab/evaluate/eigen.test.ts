import { expect, it } from 'vitest';
import { createRandom } from '../../data/random';
import { eigenvaluesOf, largestOf } from './eigen';

/** A symmetric matrix of normal numbers. */
function symmetric(n: number): Float64Array {
  const random = createRandom(5, 'vectors');
  const x = Float32Array.from({ length: n * n }, () => random.normal());
  return Float64Array.from({ length: n * n }, (_, at) => x[at]! + x[(at % n) * n + Math.floor(at / n)]!);
}

it('eigenvalues have the trace and the squares of the matrix, and of a known one are the known ones', () => {
  const n = 40;
  const a = symmetric(n);
  const trace = Array.from({ length: n }, (_, i) => a[i * n + i]!).reduce((sum, b) => sum + b, 0);
  const squares = a.reduce((sum, b) => sum + b * b, 0);
  const values = eigenvaluesOf(a, n);
  expect(values.reduce((sum, b) => sum + b, 0)).toBeCloseTo(trace, 8);
  expect(values.reduce((sum, b) => sum + b * b, 0)).toBeCloseTo(squares, 6);
  // 2 - 2 cos(k pi / 4): a chain of three.
  const chain = eigenvaluesOf(Float64Array.of(2, -1, 0, -1, 2, -1, 0, -1, 2), 3).toSorted();
  [2 - Math.SQRT2, 2, 2 + Math.SQRT2].forEach((value, i) => expect(chain[i]).toBeCloseTo(value, 12));
});

it('eigenvectors of the largest eigenvalues are stretched by them, of length 1 and at right angles', () => {
  const [n, count] = [40, 3];
  const a = symmetric(n);
  const { values, vectors } = largestOf(a.slice(), n, count);
  const all = eigenvaluesOf(a.slice(), n).toSorted().toReversed();
  const vector = (at: number) => vectors.subarray(at * n, (at + 1) * n);
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, b, k) => sum + b * y[k]!, 0);
  for (let at = 0; at < count; at++) {
    expect(values[at]).toBeCloseTo(all[at]!, 9);
    for (let i = 0; i < n; i++)
      expect(dot(a.subarray(i * n, (i + 1) * n), vector(at))).toBeCloseTo(values[at]! * vector(at)[i]!, 9);
    for (let other = 0; other <= at; other++)
      expect(dot(vector(at), vector(other))).toBeCloseTo(other === at ? 1 : 0, 9);
  }
});

it('eigenvectors of a matrix that is diagonal already are its axes, the largest first', () =>
  expect([...largestOf(Float64Array.of(1, 0, 0, 0, 5, 0, 0, 0, 3), 3, 2).vectors].map(Math.abs)).toEqual([
    0, 1, 0, 0, 0, 1,
  ]));
