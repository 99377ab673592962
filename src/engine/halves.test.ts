import { describe, expect, it } from 'vitest';
import { halfOf, halvesOf, numberOf, numbersOf, roundToHalves } from './halves';
import { uniformBits } from './kernels/counter-uniform/reference';
import { numbers } from './testing';

/** IEEE 754, binary16. */
function definition(half: number): number {
  const [sign, exponent, fraction] = [half >> 15, (half >> 10) & 31, half & 1023];
  const size =
    exponent === 31
      ? fraction
        ? NaN
        : Infinity
      : exponent === 0
        ? fraction * 2 ** -24
        : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return sign ? -size : size;
}

describe('halves', () => {
  it('of all 65,536 patterns say the number of the definition, and come back where they are no subnormals', () => {
    const all = Array.from({ length: 0x10000 }, (_, half) => half);
    expect(all.filter((half) => !Object.is(numberOf(half), definition(half)))).toEqual([]);
    const normal = all.filter((half) => (half & 0x7fff) >= 0x0400 && (half & 0x7fff) <= 0x7c00);
    expect(normal.filter((half) => halfOf(numberOf(half)) !== half)).toEqual([]);
    expect(halfOf(NaN) & 0x7fff).toBeGreaterThan(0x7c00);
    expect([0, -0, 1e-9, -1e-9].map((x) => halfOf(x))).toEqual([0, 0, 0, 0]);
    expect([1e6, -1e6].map((x) => numberOf(halfOf(x)))).toEqual([Infinity, -Infinity]);
  });

  it('are the nearest where no draw is given', () => {
    const given = Float32Array.of(...numbers(2000, 1), ...numbers(2000, 2).map((x) => 1000 * x));
    numbersOf(halvesOf(given)).forEach((near, i) => {
      const unit = 2 ** (Math.floor(Math.log2(Math.abs(near))) - 10);
      expect(Math.abs(near - given[i]!)).toBeLessThanOrEqual(unit / 2);
    });
    expect([1.5 * 2 ** -14, 2 ** -14, 0.6 * 2 ** -14, 0.4 * 2 ** -14].map((x) => numberOf(halfOf(x)))).toEqual([
      1.5 * 2 ** -14,
      2 ** -14,
      2 ** -14,
      0,
    ]);
  });

  it.each([0.123456, -0.987654, 3.0001, 1 + 2 ** -20, 0.3 * 2 ** -14, -0.9 * 2 ** -14])(
    'of %s are the two beside it, in the mean over all draws itself',
    (x) => {
      const given = Math.fround(x);
      const drawn = Array.from({ length: 8192 }, (_, draw) => numberOf(halfOf(given, draw)));
      expect(new Set(drawn).size).toBe(2);
      const [low, high] = [Math.min(...new Set(drawn)), Math.max(...new Set(drawn))];
      expect(low < given && given < high).toBe(true);
      const mean = drawn.reduce((sum, y) => sum + y / 8192, 0);
      expect(Math.abs(mean - given)).toBeLessThan((high - low) / 8000);
    },
  );

  it('of a table keep steps far smaller than the distance to the next half, in the mean', () => {
    const [size, steps, small] = [4096, 64, 2 ** -16];
    const table = new Float32Array(size).fill(1);
    for (let step = 0; step < steps; step++) {
      for (let at = 0; at < size; at++) table[at]! += small;
      roundToHalves(table, 0, size, uniformBits(1, step, 2));
    }
    const mean = table.reduce((sum, x) => sum + x / size, 0);
    // A step up has a chance of 1/64: the standard deviation of a number is that of 64 such draws.
    const deviation = (2 ** -10 * Math.sqrt(steps * (1 / 64) * (63 / 64))) / Math.sqrt(size);
    expect(Math.abs(mean - (1 + steps * small))).toBeLessThan(4 * deviation);
    expect(numberOf(halfOf(1 + small))).toBe(1);
  });
});
