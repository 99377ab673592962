import { describe, expect, it } from 'vitest';
import { createRandom } from './random';

const draws = (random: { bits(): number }, count = 8): number[] => Array.from({ length: count }, () => random.bits());

describe('createRandom', () => {
  it('repeats itself for the same seed and streams, and for nothing else', () => {
    const same = draws(createRandom(7, 'batches', 3));
    expect(draws(createRandom(7, 'batches', 3))).toEqual(same);
    const others = [
      createRandom(8, 'batches', 3),
      createRandom(7, 'batches', 4),
      createRandom(7, 'split', 3),
      createRandom(7, 'batches'),
      createRandom(7, 'batches3'),
      createRandom(-7, 'batches', 3),
      createRandom(7.5, 'batches', 3),
    ];
    const all = [same, ...others.map((random) => draws(random))].map((x) => x.join());
    expect(new Set(all).size).toBe(all.length);
  });

  it('draws uniform numbers: mean 1/2, variance 1/12, each tenth equally full, neighbours uncorrelated', () => {
    const random = createRandom(1);
    const n = 200_000;
    const values = Float64Array.from({ length: n }, () => random.uniform());
    const mean = values.reduce((a, b) => a + b) / n;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n).toBeCloseTo(1 / 12, 2);
    const tenths = new Uint32Array(10);
    let product = 0;
    values.forEach((x, i) => {
      tenths[Math.floor(x * 10)]!++;
      product += (x - 0.5) * ((values[i + 1] ?? 0.5) - 0.5);
    });
    // Chi-square with nine degrees of freedom: 27.9 is its 99.9 % quantile.
    expect(tenths.reduce((sum, count) => sum + (count - n / 10) ** 2 / (n / 10), 0)).toBeLessThan(27.9);
    expect(Math.abs(product / n) * 12).toBeLessThan(0.01);
  });

  it('gives unlike first numbers to seeds that follow one another', () => {
    const first = Float64Array.from({ length: 10_000 }, (_, seed) => createRandom(seed).uniform());
    const mean = first.reduce((a, b) => a + b) / first.length;
    expect(mean).toBeCloseTo(0.5, 1);
    expect(new Set(first).size).toBeGreaterThan(9_990);
  });

  it('draws normal numbers with mean 0, variance 1 and a normal share beyond two', () => {
    const random = createRandom(3, 'normal');
    const values = Float64Array.from({ length: 100_000 }, () => random.normal());
    expect(values.reduce((a, b) => a + b) / values.length).toBeCloseTo(0, 1);
    expect(values.reduce((sum, x) => sum + x * x, 0) / values.length).toBeCloseTo(1, 1);
    expect(values.filter((x) => Math.abs(x) > 2).length / values.length).toBeCloseTo(0.0455, 2);
  });

  it('shuffles every order equally often', () => {
    const random = createRandom(5);
    const orders = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = random.shuffle([1, 2, 3]).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect([...orders.keys()].sort()).toEqual(['123', '132', '213', '231', '312', '321']);
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  it('refuses a seed that is no number and an empty range', () => {
    expect(() => createRandom(Number.NaN)).toThrow('seed is NaN');
    expect(() => createRandom(1).below(0)).toThrow('n is 0');
  });
});
