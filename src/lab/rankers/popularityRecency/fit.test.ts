import { describe, expect, it } from 'vitest';
import type { Dataset, Target } from '../../../data/dataset';
import { momentOf } from '../../../data/history';
import { MS_PER_DAY } from '../../../data/sessions';
import { datasetOf, type Row } from '../../../data/testing';
import { computeBaselines } from '../compute';
import { evaluateScorer } from '../../evaluate/rank';
import { evaluateRankable, scoresOf } from '../fitting/ranking';
import { expectScores, LOGS, logsOf } from '../fitting/testing';
import { validationGain } from '../fitting/validation';
import { trainingInTime } from '../../../data/training-part';
import { halfLivesOf, recentPopularity } from './fit';

/** Times in days. */
const logOf = (rows: readonly (readonly [user: string, item: string, day: number])[]): Dataset =>
  datasetOf(rows.map(([user, item, day]): Row => [user, item, day * MS_PER_DAY]));
/** Somebody who asks on a day. */
const askedOn = (day: number): Target => ({
  user: 0,
  events: new Uint32Array(0),
  items: new Uint32Array(0),
  history: 0,
  historyEvents: null,
  apart: new Uint32Array(0),
  time: day * MS_PER_DAY,
});
const scoresOn = (dataset: Dataset, halfLife: number, day: number): number[] => [
  ...scoresOf(recentPopularity(dataset, trainingInTime(dataset), halfLife), [askedOn(day)]),
];

describe('decayed shares', () => {
  // Users of two moments train only; the last two events of the first one are held out.
  const dataset = logOf([
    ['a', 'x', 0],
    ['a', 'y', 1],
    ['a', 'z', 3],
    ['b', 'x', 2],
    ['b', 'y', 2],
    ['c', 'x', 4],
    ['c', 'z', 6],
  ]);

  it('are of training events strictly before the moment, each half as much after a half-life', () => {
    /** x, y, z */
    const expectCounts = (day: number, counts: readonly number[]): void => {
      const total = counts.reduce((a, b) => a + b);
      scoresOn(dataset, 2, day).forEach((score, item) => expect(score).toBeCloseTo(counts[item]! / total, 6));
    };
    expect(scoresOn(dataset, 2, 0)).toEqual([0, 0, 0]);
    expectCounts(1, [1, 0, 0]);
    // Both events of day 2 are at the moment, neither is before it.
    expectCounts(2, [1, 0, 0]);
    expectCounts(2.5, [1.5, 1, 0]);
    expectCounts(4, [1.5, 1, 0]);
    expectCounts(5, [1.75, 0.5, 0]);
    expectCounts(7, [0.875, 0.25, 1]);
  });

  it.each(LOGS)('agree with a double loop under %o', (changes) => {
    for (const log of logsOf(changes)) {
      const { events, split } = log;
      for (const halfLife of [0.4, 3, 200]) {
        expectScores(log, recentPopularity(log, trainingInTime(log), halfLife), (target) => {
          const past = [...split.train].filter((e) => events.time[e]! < momentOf(log, target));
          const newest = Math.max(...past.map((e) => events.time[e]!));
          let total = 0;
          const counts = log.items.map(() => 0);
          for (const e of past) {
            const weight = 0.5 ** ((newest - events.time[e]!) / (halfLife * MS_PER_DAY));
            counts[events.item[e]!]! += weight;
            total += weight;
          }
          return counts.map((count) => count / Math.max(1, total));
        });
      }
    }
  });

  it.each(LOGS)('are the same whichever moment was asked for before, under %o', async (changes) => {
    for (const log of logsOf(changes))
      for (const halfLife of [0.001, 3, 200]) {
        const scorer = recentPopularity(log, trainingInTime(log), halfLife);
        const asked = log.split.test;
        // By moments, in the order of the log, and backwards.
        const byMoments = await evaluateRankable(log, asked, scorer);
        expect(byMoments).toEqual(await evaluateScorer(log, asked, (targets) => scoresOf(scorer, targets)));
        const [first, all] = [{ within: 10 }, {}].map((options) => evaluateRankable(log, asked, scorer, options));
        expect((await first!).metrics['ndcg@10']).toBe((await all!).metrics['ndcg@10']);
        const backwards = scoresOf(scorer, asked.toReversed());
        const rows = asked.map((_, row) => backwards.subarray(row * log.items.length, (row + 1) * log.items.length));
        expect(scoresOf(scorer, asked)).toEqual(Float32Array.from(rows.toReversed().flatMap((row) => [...row])));
      }
  });

  it('know nothing of what is at the moment or later, and nothing of held-out events', () => {
    for (const log of logsOf({})) {
      const { events, split } = log;
      const halfLife = 3;
      const target = split.validation[0]!;
      const now = momentOf(log, target);
      const training = new Set(split.train);
      /** With every event that may not count moved to another item, or every one that may. */
      const scores = (isMoved: (mayCount: boolean) => boolean) => {
        const item = events.item.map((own, e) =>
          isMoved(training.has(e) && events.time[e]! < now) ? (own + 1) % log.items.length : own,
        );
        const moved = { ...log, events: { ...events, item } };
        return [...scoresOf(recentPopularity(moved, trainingInTime(moved), halfLife), [target])];
      };
      const own = scores(() => false);
      expect(scores((mayCount) => !mayCount)).toEqual(own);
      expect(scores((mayCount) => mayCount)).not.toEqual(own);
    }
  });

  it('neither overflow nor lose the newest, with a half-life of an hour over twenty years and after a silence', () => {
    const months = 20 * 12;
    const rows = Array.from({ length: months }, (_, month) => [`u${month}`, `i${month % 6}`, 30 * month] as const);
    const log = logOf([...rows, ['a', 'i0', -9], ['a', 'i1', -8], ['a', 'i2', -7]]);
    for (const [month, days] of [
      [0, 0.5],
      [1, 10],
      [100, 29],
      [months - 1, 1],
      [months - 1, 10_000],
    ] as const)
      expect(scoresOn(log, 1 / 24, 30 * month + days)).toEqual(log.items.map((_, i) => Number(i === month % 6)));
  });
});

describe('the half-lives that are tried', () => {
  const log = (days: readonly number[]) => ({
    items: new Uint32Array(days.length),
    times: Float64Array.from(days, (day) => day * MS_PER_DAY),
  });

  it('are the time of the middle half of the events and halves of it, whatever the first and the last say', () => {
    const expected = [20, 10, 5, 2.5, 1.3, 0.63, 0.31, 0.16];
    expect(halfLivesOf(log([0, 10, 20, 30, 40]))).toEqual(expected);
    expect(halfLivesOf(log([-16_000, 10, 20, 30, 9000]))).toEqual(expected);
  });

  it('are none where half of the events are of one moment', () => {
    expect(halfLivesOf(log([0, 7, 7, 7, 9]))).toEqual([]);
  });
});

describe('the choice', () => {
  /**
   * Every week another item is taken by five people and one was taken by a hundred at first; the people who are asked
   * take this week's or the old one, first for validation, then for the test.
   */
  const weekly = (asks: readonly ['new' | 'old', 'new' | 'old']): Dataset => {
    const weeks = Array.from({ length: 20 }, (_, week) => week);
    const take = (what: 'new' | 'old', week: number): string => (what === 'new' ? `w${week}` : 'old');
    return logOf([
      ...Array.from({ length: 100 }, (_, n) => [`o${n}`, 'old', 0] as const),
      ...weeks.flatMap((week) => [0, 1, 2, 3, 4].map((n) => [`t${week}.${n}`, `w${week}`, 7 * week] as const)),
      ...weeks
        .slice(8, -1)
        .flatMap((week) => [
          [`a${week}`, `own${week}`, 7 * week - 1] as const,
          [`a${week}`, take(asks[0], week), 7 * week + 1] as const,
          [`a${week}`, take(asks[1], week + 1), 7 * week + 8] as const,
        ]),
    ]);
  };
  const both = async (dataset: Dataset) =>
    (await computeBaselines(dataset, { part: 'test', asked: ['popularity', 'popularityRecency'] })).baselines;

  it('is the first of the best on validation, whatever the test part says', async () => {
    const dataset = weekly(['new', 'old']);
    const { chosen, popularityRecency } = await both(dataset);
    const log = trainingInTime(dataset);
    const gains = await Promise.all(
      halfLivesOf(log).map((halfLife) => validationGain(dataset, recentPopularity(dataset, log, halfLife))),
    );
    const first = gains.indexOf(Math.max(...gains));
    // The longest leave the old item above: 100 events, of which 5 must be left after 8 weeks, 4.3 half-lives.
    expect(first).toBeGreaterThan(0);
    expect(gains[first]).toBe(1);
    expect(chosen).toEqual({ popularityRecency: { halfLife: halfLivesOf(log)[first] } });
    expect(popularityRecency!.mrr).toBeLessThan(0.7);
  });

  it('is plain popularity where nothing is gained by forgetting, to the last digit', async () => {
    const { chosen, popularity, popularityRecency } = await both(weekly(['old', 'new']));
    expect(chosen).toEqual({ popularityRecency: { halfLife: null } });
    expect(popularityRecency).toEqual(popularity);
    expect(popularity!.mrr).toBeLessThan(0.7);
  });

  it('is plain popularity where all events are of one moment', async () => {
    const rows = ['a', 'b', 'c'].flatMap((user): Row[] => [
      [user, 'x', 5],
      [user, 'y', 5],
      [user, 'z', 6],
      [user, 'v', 7],
    ]);
    const { chosen, popularity, popularityRecency } = await both(datasetOf(rows));
    expect(chosen).toEqual({ popularityRecency: { halfLife: null } });
    expect(popularityRecency).toEqual(popularity);
  });
});
