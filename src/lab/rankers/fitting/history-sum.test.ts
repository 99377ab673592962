import { describe, expect, it } from 'vitest';
import type { Dataset, Target } from '../../../data/dataset';
import { historyOf } from '../../../data/history';
import { datasetOf, randomRows, type Row } from '../../../data/testing';
import { takingTurns } from '../../turns';
import { HALF_LIVES } from '../half-lives';
import { fitRecency, plainSum, recentSum, type AddSimilar } from './history-sum';
import { scoresOf } from './ranking';
import type { RowScorer } from './score-row';
import { trainingSets } from './training-sets';

/** S from a list of pairs; 0 elsewhere. */
const addOf =
  (dataset: Dataset, similar: Readonly<Record<string, Readonly<Record<string, number>>>>): AddSimilar =>
  (rows, items, weights) =>
    items.forEach((item, n) => {
      const others = Object.entries(similar[dataset.items[item]!] ?? {});
      const at = Uint32Array.from(others, ([other]) => dataset.items.indexOf(other));
      rows.addAll(
        at,
        Float64Array.from(others, ([, value]) => value),
        0,
        at.length,
        weights,
        n,
      );
    });
const namedScores = (dataset: Dataset, scorer: RowScorer, target: Target): Record<string, number> => {
  const scores = scoresOf(scorer, [target]);
  return Object.fromEntries(dataset.items.map((name, i) => [name, Number(scores[i]!.toFixed(4))]));
};

describe('the weighted sum over a history', () => {
  // b, a, c, a, d: newest distinct items are d (0), a (1), c (2), b (3).
  const dataset = datasetOf(
    [
      ['u', 'b', 1],
      ['u', 'a', 2],
      ['u', 'c', 3],
      ['u', 'a', 4],
      ['u', 'd', 5],
      ['u', 'e', 6],
      ['q', 'e', 1],
    ],
    { repeats: 'all' },
  );
  const target: Target = {
    user: 0,
    events: new Uint32Array(0),
    items: Uint32Array.of(4),
    history: 5,
    historyEvents: null,
    apart: new Uint32Array(0),
  };
  const itself = addOf(dataset, { a: { a: 1 }, b: { b: 1 }, c: { c: 1 }, d: { d: 1 } });

  it('halves a weight after as many distinct items as the half-life; an item counts by its newest event', () => {
    expect(namedScores(dataset, recentSum(dataset, itself, 1), target)).toEqual({
      d: 1,
      a: 0.5,
      c: 0.25,
      b: 0.125,
      e: 0,
    });
    expect(namedScores(dataset, recentSum(dataset, itself, 3), target)).toEqual({
      d: 1,
      a: 0.7937,
      c: 0.63,
      b: 0.5,
      e: 0,
    });
  });

  it('weighs all alike without a half-life', () => {
    expect(namedScores(dataset, recentSum(dataset, itself, null), target)).toEqual({ d: 1, a: 1, c: 1, b: 1, e: 0 });
    expect(scoresOf(recentSum(dataset, itself, null), [target])).toEqual(scoresOf(plainSum(dataset, itself), [target]));
  });

  it.each([{}, { repeats: 'all' }, { split: 'random' }] as const)(
    'agrees with a double loop under %o, long histories too',
    (changes) => {
      const log = datasetOf(randomRows(3, { users: 5, items: 120, rows: 600, days: 400 }), changes);
      const s = (item: number, j: number): number => ((item * 7 + j * 13) % 17) / 17;
      const all = Uint32Array.from(log.items.keys());
      const add: AddSimilar = (rows, items, weights) =>
        items.forEach((item, n) =>
          rows.addAll(
            all,
            Float64Array.from(all, (j) => s(item, j)),
            0,
            all.length,
            weights,
            n,
          ),
        );
      const most = Math.max(...log.split.itemCounts);
      for (const halfLife of [0.5, 1, 5, 50]) {
        const scores = scoresOf(recentSum(log, add, halfLife), log.split.test);
        log.split.test.forEach((asked, t) => {
          const past = [...historyOf(log, asked)].map((event) => log.events.item[event]!);
          log.items.forEach((_, j) => {
            let score = (log.split.itemCounts[j]! / most) * 1e-6;
            for (const item of new Set(past))
              score += 0.5 ** (new Set(past.slice(past.lastIndexOf(item) + 1)).size / halfLife) * s(item, j);
            const got = scores[t * log.items.length + j]!;
            if (!(Math.abs(got - score) <= 3e-7 * Math.max(1, score)))
              throw new Error(`half-life ${halfLife}, user ${asked.user}, item ${j}: ${got}, plainly ${score}`);
          });
        });
      }
    },
  );
});

describe('the half-life', () => {
  /** Everybody goes a, b, then to `next`, then to `last`. a leads to x (1.2), b to y (1) and z (.9). */
  const fitted = async (next: string, last: string) => {
    const rows = Array.from({ length: 5 }, (_, u): Row[] => [
      [`u${u}`, 'a', 1],
      [`u${u}`, 'b', 2],
      [`u${u}`, next, 3],
      [`u${u}`, last, 4],
    ]).flat();
    const dataset = datasetOf([...rows, ['q', 'x', 1], ['q', 'y', 1], ['q', 'z', 1]]);
    return fitRecency(
      { dataset, sets: trainingSets(dataset), takeTurn: takingTurns() },
      addOf(dataset, { a: { x: 1.2 }, b: { y: 1, z: 0.9 } }),
      () => undefined,
    );
  };

  it('is the first of the best on validation, whatever the test part says', async () => {
    // b is newer than a by one item. y comes before x once 1.2 x 0.5^(1 / half-life) is below 1: not at 5 (1.04), at 2
    // (.85). On test x would ask for none.
    expect(HALF_LIVES).toEqual([null, 50, 20, 10, 5, 2, 1, 0.5]);
    expect((await fitted('y', 'x')).halfLife).toBe(2);
    // The other way round: x comes first without one, and y is what the test part asks for.
    expect((await fitted('x', 'y')).halfLife).toBeNull();
  });
});
