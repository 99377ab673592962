import { describe, expect, it, vi } from 'vitest';
import { datasetOf, randomRows, type Row } from '../../data/testing';
import { EASE_LAMBDAS } from './ease/ranker';
import { evaluateRankable } from './fitting/ranking';
import { HALF_LIVES } from './half-lives';
import { computeBaselines } from './compute';
import itemKnn, { NEIGHBOURS, SHRINKAGES } from './itemKnn/ranker';
import { costOf, withBudget } from './fitting/testing';
import { logSizeOf } from './log-size';
import { SEARCHES } from './ials/ranker';
import random from './random/ranker';
import { popularityScorer } from './popularity/fit';
import { trainingInTime } from '../../data/training-part';
import { halfLivesOf } from './popularityRecency/fit';
import type { RankerId } from './ranker';
import { rankers as all } from './rankers';
import { figuresByRow } from './rows';
import { transitionsScorer } from './transitions/fit';

const IALS = SEARCHES.whole;
/** Those of a data set in which everything is taken. */
const rankers = all.filter(({ needs }) => !needs.shown);
const without = (...missing: RankerId[]): RankerId[] =>
  rankers.map(({ id }) => id).filter((id) => !missing.includes(id));

describe('computeBaselines', () => {
  const dataset = datasetOf(randomRows(5, { users: 25, items: 30, rows: 400 }));

  it('evaluates all of them on the part asked for, with one value per user and what was chosen', async () => {
    for (const part of ['validation', 'test'] as const) {
      const {
        baselines: { chosen, ...baselines },
        perUser,
      } = await computeBaselines(dataset, { part });
      expect(Object.keys(baselines)).toEqual(rankers.map(({ id }) => id));
      expect(new Set(Object.keys(perUser))).toEqual(new Set(Object.keys(baselines)));
      expect(chosen).toMatchObject({
        popularityRecency: { halfLife: expect.toBeOneOf([null, ...halfLivesOf(trainingInTime(dataset))]) },
        itemKnn: { neighbours: expect.toBeOneOf([...NEIGHBOURS]), shrinkage: expect.toBeOneOf([...SHRINKAGES]) },
        itemKnnRecency: { ...chosen?.itemKnn, halfLife: expect.toBeOneOf([...HALF_LIVES]) },
        ease: { lambda: expect.toBeOneOf([...EASE_LAMBDAS]) },
        easeRecency: { ...chosen?.ease, halfLife: expect.toBeOneOf([...HALF_LIVES]) },
        ials: { width: expect.toBeOneOf([...IALS.widths]), iterations: expect.toBeOneOf([...IALS.iterations]) },
        ialsRecency: { ...chosen?.ials, halfLife: expect.toBeOneOf([...HALF_LIVES]) },
      });
      expect(baselines.popularity).toEqual(
        (await evaluateRankable(dataset, dataset.split[part], popularityScorer(dataset))).metrics,
      );
      expect(baselines.transitions).toEqual(
        (await evaluateRankable(dataset, dataset.split[part], transitionsScorer(dataset))).metrics,
      );
      const hits = perUser.ease!['hr@10'];
      expect(hits).toHaveLength(dataset.split[part].length);
      expect(hits.reduce((a, b) => a + b) / hits.length).toBeCloseTo(baselines.ease!['hr@10']!, 6);
    }
  });

  it('moves its progress forward to 1', async () => {
    const fractions: number[] = [];
    await computeBaselines({ ...dataset }, { part: 'test', onProgress: (f) => fractions.push(f) });
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.length).toBeGreaterThan(20);
    expect(fractions.at(-1)).toBe(1);
  });

  it('stops with the reason of its signal, and can be asked again', async () => {
    const fresh = { ...dataset };
    const control = new AbortController();
    const stopped = computeBaselines(fresh, {
      part: 'test',
      signal: control.signal,
      onProgress: (f) => {
        if (f > 0.1) control.abort('enough');
      },
    });
    await expect(stopped).rejects.toBe('enough');
    expect((await computeBaselines(fresh, { part: 'test' })).baselines.ease).toBeDefined();
  });

  it('has neither transitions nor recency where the log has no time', async () => {
    const untimed = datasetOf(
      randomRows(5, { users: 25 }).map(([user, item]): Row => [user, item, null]),
      { split: 'random' },
    );
    const {
      baselines: { chosen, left, ...baselines },
    } = await computeBaselines(untimed, { part: 'test' });
    const timed: RankerId[] = ['popularityRecency', 'itemKnnRecency', 'easeRecency', 'ialsRecency', 'transitions'];
    expect(Object.keys(baselines)).toEqual(without(...timed));
    expect(left).toEqual(timed.map((id) => ({ id, reason: 'no-time', values: {} })));
    expect(Object.keys(chosen!)).toEqual(['itemKnn', 'ease', 'ials', 'elsa']);
  });

  it('counts those alone that are asked for, and all of them when asked again', async () => {
    const fresh = { ...dataset };
    const cheap: RankerId[] = ['random', 'popularity', 'transitions'];
    for (const [asked, counted] of [
      ['none', []],
      ['fast', cheap],
      ['all', rankers.map(({ id }) => id)],
    ] as const) {
      const { baselines, perUser } = await computeBaselines(fresh, { part: 'test', asked });
      expect(Object.keys(perUser).toSorted()).toEqual(counted.toSorted());
      const skipped = without(...counted).map((id) => ({ id, reason: 'skipped', values: {} }));
      expect(baselines.left ?? []).toEqual(skipped);
    }
  });

  it('says what is over the budget, and leaves no row out without a word', async () => {
    const slow = withBudget('slow', { operations: 1000 });
    const fast = withBudget('fast', { bytes: 1000 });
    const {
      baselines: { chosen, left, instead, ...baselines },
    } = await computeBaselines({ ...dataset }, { part: 'test' });
    slow();
    fast();
    expect([Object.keys(baselines), chosen, instead]).toEqual([
      ['random'],
      {},
      [expect.objectContaining({ id: 'random' })],
    ]);
    const over = (id: RankerId) => left!.find((row) => row.id === id);
    const { events } = logSizeOf(dataset);
    for (const { id } of rankers.filter(({ speed }) => speed === 'slow'))
      expect(over(id)).toEqual({ id, reason: 'too-slow', values: { items: 30, events, billions: 1, most: 1 } });
    expect(over('transitions')).toEqual({
      id: 'transitions',
      reason: 'too-large',
      values: { items: 30, events, megabytes: 1, most: 1 },
    });
  });

  it('says where the machine has not the memory that the budget allows, and goes on with the others', async () => {
    const { Float64Array: plain } = globalThis;
    const squares = dataset.items.length ** 2;
    vi.stubGlobal(
      'Float64Array',
      new Proxy(plain, {
        construct(of, [size, ...rest]: [unknown, ...unknown[]]) {
          if (size === squares) throw new RangeError('Array buffer allocation failed');
          return Reflect.construct(of, [size, ...rest]) as object;
        },
      }),
    );
    const {
      baselines: { chosen, left, ...baselines },
    } = await computeBaselines({ ...dataset }, { part: 'test' });
    vi.unstubAllGlobals();
    expect(left).toEqual(['ease', 'easeRecency'].map((id) => ({ id, reason: 'no-memory', values: {} })));
    expect(Object.keys(baselines)).toEqual(without('ease', 'easeRecency'));
    expect(Object.keys(chosen!)).toEqual([
      'popularityRecency',
      'itemKnn',
      'itemKnnRecency',
      'ials',
      'ialsRecency',
      'elsa',
    ]);
  });

  it('counts in another way what is over the budget in the first one, and says so', async () => {
    const slow = withBudget('slow', { operations: costOf(itemKnn, 'whole', dataset).operations - 1 });
    const fast = withBudget('fast', { operations: costOf(random, 'scores', dataset).operations - 1 });
    const { baselines } = await computeBaselines({ ...dataset }, { part: 'test' });
    slow();
    fast();
    const { users, items, events } = logSizeOf(dataset);
    expect(baselines.instead).toEqual(
      [
        ['random', 'places'],
        ['itemKnn', 'short'],
        ['elsa', 'fixed'],
      ].map(([id, method]) => ({ id, method, values: { users, items, events } })),
    );
    const { baselines: plain } = await computeBaselines(dataset, { part: 'test' });
    expect(plain.instead).toBeUndefined();
    expect(baselines.random).not.toEqual(plain.random);
    expect(baselines.chosen!.itemKnn!.neighbours).toBeLessThanOrEqual(100);
    expect(baselines.ease).toEqual(plain.ease);
  });

  it('says what was noted of a ranker, after what it was counted by', () => {
    const notes = [{ id: 'onGpu', values: { millionths: 3 } }];
    expect(figuresByRow(dataset, { ease: { metrics: {}, notes } }).instead).toEqual([
      { id: 'ease', method: 'onGpu', values: { millionths: 3 } },
    ]);
  });
});
