import { describe, expect, it } from 'vitest';
import type { Target } from '../../data/dataset';
import { sampleSize, validationSample } from './validation-sample';
import { epochWork, evaluationWork } from './work';

const compiled = {
  multiplyAdds: { user: 40_000, item: 40_000, pair: 0 },
  indexWidth: 64,
  interestCount: 1,
  isRanker: false,
  sampled: null,
  candidates: null,
  userPasses: (batch: number) => batch,
};
const settings = { batch: 1024 };

const parted = (users: number, items: number, rows: number) => ({
  items: Array<string>(items).fill(''),
  split: {
    train: new Uint32Array(rows),
    validation: Array.from({ length: users }, (_, user) => ({ user }) as Target),
  },
});

const share = (of: ReturnType<typeof parted>): number => {
  const { items, users } = evaluationWork(compiled, of, of.split.validation.length);
  return (items + users) / epochWork(compiled, of.split.train.length, settings.batch);
};

describe('the users that are ranked while a run trains', () => {
  it.each([
    ['a small log', parted(600, 3600, 90_000)],
    ['short histories: a third of an epoch, and yet nothing to wait for', parted(12_000, 2500, 40_000)],
    ['many events: a large catalogue is a small part of an epoch', parted(20_000, 40_000, 25_000_000)],
  ])('are all: %s', (_, of) => {
    expect(validationSample(compiled, of, settings)).toBe(of.split.validation);
  });

  it('are a sample where all would take more than a tenth of an epoch: as many as fit into it', () => {
    const of = parted(50_000, 100_000, 3_000_000);
    expect(share(of)).toBeGreaterThan(0.2);
    const sample = validationSample(compiled, of, settings);
    expect(sample.length).toBe(sampleSize(compiled, of, settings));
    const { items, users } = evaluationWork(compiled, of, sample.length);
    const tenth = 0.1 * epochWork(compiled, 3_000_000, settings.batch);
    expect(items + users).toBeLessThanOrEqual(tenth);
    expect(items + users + evaluationWork(compiled, of, 1).users).toBeGreaterThan(tenth);
  });

  it('are never so few that chance would choose the weights', () => {
    expect(sampleSize(compiled, parted(50_000, 1_000_000, 200_000), settings)).toBe(5000);
    expect(sampleSize(compiled, parted(4000, 1_000_000, 200_000), settings)).toBe(4000);
  });

  it('are fewer of a ranker, every pair of which is computed, and fewest where its weights are chosen by pairs', () => {
    const ranker = {
      ...compiled,
      multiplyAdds: { user: 75_000, item: 37_000, pair: 200_000 },
      isRanker: true,
      candidates: { each: 16, shown: 0 },
    };
    const of = parted(12_000, 2500, 56_000);
    expect(sampleSize(ranker, of, settings)).toBe(500);
    const shown = { ...ranker, candidates: { each: 4, shown: 3 } };
    expect(sampleSize(shown, of, settings)).toBe(100);
    // Of an epoch that has work enough, a tenth.
    const long = parted(12_000, 2500, 5_600_000);
    const size = sampleSize(shown, long, settings);
    const { items, users } = evaluationWork(shown, long, size);
    expect((items + users) / epochWork(shown, long.split.train.length, settings.batch)).toBeCloseTo(0.1, 3);
  });

  it('are the same each time, each once, in their order, and drawn from all of them alike', () => {
    const of = parted(50_000, 200_000, 1_000_000);
    const sample = validationSample(compiled, of, settings).map(({ user }) => user);
    expect(validationSample(compiled, of, settings).map(({ user }) => user)).toEqual(sample);
    expect(sample).toEqual([...new Set(sample)].toSorted((a, b) => a - b));
    const inTenths = Array<number>(10).fill(0);
    for (const user of sample) inTenths[Math.floor(user / 5000)]! += 1;
    for (const count of inTenths) expect(Math.abs(count / sample.length - 0.1)).toBeLessThan(0.02);
  });
});
