import { describe, expect, it } from 'vitest';
import { createRandom } from '../../data/random';
import { auc, calibration, gauc, logLoss } from './pair-metrics';

const f = (...numbers: number[]) => Float32Array.from(numbers);
const labels = (...numbers: number[]) => Uint8Array.from(numbers);
const users = (...numbers: number[]) => Uint32Array.from(numbers);

/** Every taken pair against every other one. */
function plainAuc(scores: Float32Array, taken: Uint8Array): number {
  let [won, all] = [0, 0];
  scores.forEach((a, i) =>
    scores.forEach((b, j) => {
      if (taken[i] !== 1 || taken[j] === 1) return;
      all += 1;
      won += a > b ? 1 : a === b ? 0.5 : 0;
    }),
  );
  return won / all;
}

/** Scores of few values, so that many are level. */
function drawn(count: number, seed: number, values = 20) {
  const random = createRandom(seed, 'pairs');
  return {
    scores: Float32Array.from({ length: count }, () => random.below(values) / values - 0.3),
    taken: Uint8Array.from({ length: count }, () => Number(random.below(3) === 0)),
    users: Uint32Array.from({ length: count }, () => random.below(17)),
  };
}

describe('AUC', () => {
  it('is the share of taken and other pairs that stand in order, level ones as halves', () => {
    expect(auc(f(0.9, 0.8, 0.3, 0.1), labels(1, 1, 0, 0))).toBe(1);
    expect(auc(f(0.9, 0.8, 0.3, 0.1), labels(0, 0, 1, 1))).toBe(0);
    // Of 2 x 2: .8 above .5 and .1, .3 above .1 alone.
    expect(auc(f(0.8, 0.5, 0.3, 0.1), labels(1, 0, 1, 0))).toBe(0.75);
    // .5 against .5 and .5, .5 against .1: two halves and one.
    expect(auc(f(0.5, 0.5, 0.5, 0.1), labels(1, 0, 0, 0))).toBeCloseTo(2 / 3, 12);
    expect(auc(f(7, 7, 7, 7), labels(1, 0, 1, 0))).toBe(0.5);
    expect(auc(f(-3, -1, -2), labels(0, 1, 0))).toBe(1);
  });

  it('is null where nothing, or everything, was taken', () => {
    expect(auc(f(1, 2), labels(0, 0))).toBeNull();
    expect(auc(f(1, 2), labels(1, 1))).toBeNull();
    expect(auc(f(), labels())).toBeNull();
  });

  it('agrees with a plain loop over all pairs of pairs', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { scores, taken } = drawn(120, seed, 5 + 10 * seed);
      expect(auc(scores, taken)).toBeCloseTo(plainAuc(scores, taken), 12);
    }
  });

  it('of a million pairs needs no stack and no square of them', () => {
    const { scores, taken, users: of } = drawn(1_000_000, 3, 1_000_000);
    expect(auc(scores, taken)).toBeCloseTo(0.5, 2);
    expect(gauc(scores, taken, of)!.value).toBeCloseTo(0.5, 2);
    expect(
      logLoss(
        scores.map((score) => score + 0.3),
        taken,
      ),
    ).toBeGreaterThan(0.6);
    expect(
      calibration(
        scores.map((score) => score + 0.3),
        taken,
      )!.bins,
    ).toHaveLength(10);
  });

  it('refuses labels of other pairs', () => {
    expect(() => auc(f(1, 2), labels(1))).toThrow(RangeError);
    expect(() => gauc(f(1, 2), labels(1, 0), users(1))).toThrow(RangeError);
  });
});

describe('GAUC', () => {
  it('is the mean over users who have both labels, weighted by their pairs', () => {
    // User 0: 1 of 1; user 2: half of 3 pairs; user 1 took nothing, user 3 everything.
    const scores = f(0.9, 0.1, 0.5, 0.7, 0.9, 0.1, 0.5, 0.4);
    const taken = labels(1, 0, 0, 0, 0, 0, 1, 1);
    const of = users(0, 0, 1, 1, 2, 2, 2, 3);
    expect(gauc(scores, taken, of)).toEqual({ value: (2 * 1 + 3 * 0.5) / 5, users: 2 });
  });

  it('does not see what is added to all scores of a user, which AUC does', () => {
    const { scores, taken, users: of } = drawn(300, 9);
    const moved = scores.map((score, at) => score + 4 * of[at]!);
    expect(gauc(moved, taken, of)).toEqual(gauc(scores, taken, of));
    expect(auc(moved, taken)).not.toBe(auc(scores, taken));
  });

  it('is that of each user by a plain loop, in whatever order the pairs come', () => {
    const { scores, taken, users: of } = drawn(400, 5);
    let [sum, weight, both] = [0, 0, 0];
    for (let user = 0; user < 17; user++) {
      const own = scores.filter((_, at) => of[at] === user);
      const value = plainAuc(
        own,
        taken.filter((_, at) => of[at] === user),
      );
      if (Number.isNaN(value)) continue;
      sum += own.length * value;
      weight += own.length;
      both += 1;
    }
    const found = gauc(scores, taken, of)!;
    expect(found.users).toBe(both);
    expect(found.value).toBeCloseTo(sum / weight, 12);
  });

  it('is null where nobody has both', () => {
    expect(gauc(f(1, 2), labels(1, 0), users(0, 1))).toBeNull();
    expect(gauc(f(), labels(), users())).toBeNull();
  });
});

describe('probabilities', () => {
  it('lose the mean of -log of what they gave to what came, and never infinitely much', () => {
    expect(logLoss(f(0.5, 0.25), labels(1, 0))).toBeCloseTo((Math.log(2) - Math.log(0.75)) / 2, 6);
    expect(logLoss(f(0), labels(1))).toBeCloseTo(Math.log(1e7), 6);
    expect(logLoss(f(1), labels(0))).toBeCloseTo(Math.log(1e7), 4);
    expect(logLoss(f(), labels())).toBeNull();
  });

  it('are calibrated where as many are taken as they say, over all and in each bin', () => {
    const given = f(0.1, 0.1, 0.1, 0.1, 0.5, 0.5, 0.75, 0.75);
    const taken = labels(0, 0, 0, 1, 1, 0, 1, 1);
    const { ratio, error, bins } = calibration(given, taken, 3)!;
    expect(ratio).toBeCloseTo(2.9 / 4, 6);
    // Cuts after 3, 5 and 8 pairs, moved past equal probabilities.
    expect(bins.map(({ pairs, observed }) => [pairs, observed])).toEqual([
      [4, 0.25],
      [2, 0.5],
      [2, 1],
    ]);
    expect(bins.map(({ predicted }) => Number(predicted.toFixed(6)))).toEqual([0.1, 0.5, 0.75]);
    expect(error).toBeCloseTo((4 * 0.15 + 2 * 0.25) / 8, 6);
  });

  it('have no ratio where nothing was taken, and one bin where all are the same', () => {
    expect(calibration(f(0.2, 0.4), labels(0, 0))).toMatchObject({ ratio: null });
    expect(calibration(f(0.3, 0.3, 0.3), labels(0, 1, 0))!.bins).toHaveLength(1);
    expect(calibration(f(), labels())).toBeNull();
  });
});
