import { describe, expect, it } from 'vitest';
import { createRandom } from '../../data/random';
import { pairedBootstrap, UserResamples } from './bootstrap';

describe('pairedBootstrap', () => {
  it('has no width where every user gains the same', () => {
    const b = Float32Array.from({ length: 50 }, (_, i) => (i % 3) / 4);
    const { difference, low, high } = pairedBootstrap(
      b.map((x) => x + 0.25),
      b,
      200,
      1,
    );
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
    const { low, high } = pairedBootstrap(
      b.map((x, i) => x + (i % 5) / 10),
      b,
      500,
      3,
    );
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

describe('the bootstrap over users and seeds', () => {
  const random = createRandom(4);
  const [users, seeds] = [600, 5];
  /** Values with a spread over users of 1 and, over seeds, of `between`. */
  const runs = (mean: number, between: number): Float32Array[] =>
    Array.from({ length: seeds }, () => {
      const own = mean + between * random.normal();
      return Float32Array.from({ length: users }, () => own + random.normal());
    });
  const halfOf = (values: readonly Float32Array[], minus: readonly Float32Array[] | null = null): number => {
    const resamples = new UserResamples(users, 2000, 1);
    const { low, high } = resamples.interval(
      values.map((run) => resamples.meansOf(run)),
      minus?.map((run) => resamples.meansOf(run)) ?? null,
    );
    return (high - low) / 2;
  };

  it('is as wide as that over users alone for a single run', () => {
    const [run] = runs(0, 0);
    const zeros = new Float32Array(users);
    const { low, high } = pairedBootstrap(run!, zeros, 2000, 3);
    expect(halfOf([run!]) / ((high - low) / 2)).toBeCloseTo(1, 1);
  });

  it('holds the spread over seeds, which users alone do not have', () => {
    // 1.96 x 1 / sqrt(5) = .88, less what five draws of five miss; of users alone 1.96 / sqrt(600) = .08.
    const apart = halfOf(runs(0, 1));
    expect(apart).toBeGreaterThan(0.3);
    expect(halfOf(runs(0, 0))).toBeLessThan(0.12);
  });

  it('pairs two models by their users', () => {
    const shared = Float32Array.from({ length: users }, () => 10 * random.normal());
    const [one, other] = [0.5, 0].map((gain) =>
      Array.from({ length: seeds }, () => shared.map((x) => x + gain + 0.1 * random.normal())),
    );
    const resamples = new UserResamples(users, 1000, 1);
    const { difference, low, high } = resamples.interval(
      one!.map((run) => resamples.meansOf(run)),
      other!.map((run) => resamples.meansOf(run)),
    );
    expect(difference).toBeCloseTo(0.5, 1);
    expect(high - low).toBeLessThan(0.1);
    expect(halfOf(one!)).toBeGreaterThan(0.5);
  });

  it('refuses other users', () => {
    expect(() => new UserResamples(3, 10, 1).meansOf(new Float32Array(4))).toThrow('4 values for 3 users');
    expect(() => new UserResamples(0, 10, 1)).toThrow('0 users');
  });
});
