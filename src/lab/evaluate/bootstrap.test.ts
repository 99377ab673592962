import { describe, expect, it } from 'vitest';
import { createRandom } from '../../data/random';
import { pairedBootstrap } from './bootstrap';

describe('pairedBootstrap', () => {
  it('has no width where every user gains the same', () => {
    const b = Float32Array.from({ length: 50 }, (_, i) => (i % 3) / 4);
    const { difference, low, high } = pairedBootstrap(b.map((x) => x + 0.25), b, 200, 1);
    expect([difference, low, high]).toEqual([0.25, 0.25, 0.25]);
  });

  it('gives the interval of the normal approximation for many users', () => {
    const random = createRandom(9);
    const n = 2000;
    const b = Float32Array.from({ length: n }, () => random.uniform());
    const a = b.map((x) => x + 0.1 + 0.5 * random.normal());
    const { difference, low, high } = pairedBootstrap(a, b, 2000, 1);
    const gaps = Array.from(a, (x, i) => x - b[i]!);
    const mean = gaps.reduce((x, y) => x + y) / n;
    const error = Math.sqrt(gaps.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n / n);
    expect(difference).toBeCloseTo(mean, 9);
    expect((low - mean) / error).toBeCloseTo(-1.96, 0);
    expect((high - mean) / error).toBeCloseTo(1.96, 0);
  });

  it('is narrower than two separate samples where users differ more than models do', () => {
    const b = Float32Array.from({ length: 200 }, (_, i) => (i % 2) * 100);
    const { low, high } = pairedBootstrap(b.map((x, i) => x + (i % 5) / 10), b, 500, 3);
    expect(low).toBeGreaterThan(0.1);
    expect(high).toBeLessThan(0.3);
  });

  it('follows its seed', () => {
    const a = Float32Array.from({ length: 30 }, (_, i) => i % 4);
    const b = Float32Array.from({ length: 30 }, (_, i) => i % 3);
    expect(pairedBootstrap(a, b, 100, 1)).toEqual(pairedBootstrap(a, b, 100, 1));
    expect(pairedBootstrap(a, b, 100, 1)).not.toEqual(pairedBootstrap(a, b, 100, 2));
  });

  it('refuses users that are not the same', () => {
    expect(() => pairedBootstrap(new Float32Array(3), new Float32Array(4), 10, 1)).toThrow('3 and 4 users');
    expect(() => pairedBootstrap(new Float32Array(3), new Float32Array(3), 0, 1)).toThrow('samples is 0');
  });
});
