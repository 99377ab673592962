import { describe, expect, it } from 'vitest';
import { datasetOf, randomRows, type Row } from '../../data/testing';
import { EASE_LAMBDAS } from './ease/fit';
import { evaluateRankable } from './fitting/ranking';
import { HALF_LIVES } from './fitting/history-sum';
import { computeBaselines } from './compute';
import { NEIGHBOURS, SHRINKAGES } from './itemKnn/fit';
import { popularityScorer } from './popularity/fit';
import type { RankerId } from './ranker';
import { rankers } from './rankers';
import { transitionsScorer } from './transitions/fit';

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
        itemKnn: { neighbours: expect.toBeOneOf([...NEIGHBOURS]), shrinkage: expect.toBeOneOf([...SHRINKAGES]) },
        itemKnnRecency: { ...chosen?.itemKnn, halfLife: expect.toBeOneOf([...HALF_LIVES]) },
        ease: { lambda: expect.toBeOneOf([...EASE_LAMBDAS]) },
        easeRecency: { ...chosen?.ease, halfLife: expect.toBeOneOf([...HALF_LIVES]) },
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
    expect(Object.keys(baselines)).toEqual(without('itemKnnRecency', 'easeRecency', 'transitions'));
    expect(left).toEqual(
      ['itemKnnRecency', 'easeRecency', 'transitions'].map((id) => ({ id, reason: 'no-time', values: {} })),
    );
    expect(Object.keys(chosen!)).toEqual(['itemKnn', 'ease']);
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

  it('leaves EASE out where its squares would be too large, and says so', async () => {
    const rows = Array.from({ length: 5001 }, (_, i): Row => [`u${i % 100}`, `i${i}`, i]);
    const {
      baselines: { chosen, left, ...baselines },
    } = await computeBaselines(datasetOf(rows), { part: 'test' });
    expect(Object.keys(baselines)).toEqual(without('ease', 'easeRecency'));
    const values = { items: 5001, most: 5000 };
    expect(left).toEqual(['ease', 'easeRecency'].map((id) => ({ id, reason: 'too-many-items', values })));
    expect(Object.keys(chosen!)).toEqual(['itemKnn', 'itemKnnRecency']);
  });
});
