import { describe, expect, it } from 'vitest';
import type { Target } from '../../../data/dataset';
import { historyItemsOf } from '../../../data/history';
import { datasetOf, randomRows, type Row } from '../../../data/testing';
import { takingTurns } from '../../turns';
import { evaluateRankable, scoresOf } from '../fitting/ranking';
import type { RowScorer } from '../fitting/score-row';
import { trainingSets } from '../fitting/training-sets';
import { fitItemKnn } from './fit';
import { audiences, expectScores, LOGS, logsOf, shared, tieBreak } from '../fitting/testing';

const takeTurn = takingTurns();

describe('ItemKNN', () => {
  it.each(LOGS)('agrees with cosines of sets under %o', async (changes) => {
    for (const dataset of logsOf(changes)) {
      const audience = audiences(dataset);
      for (const [neighbours, shrinkage] of [
        [100, 0],
        [100, 2.5],
        [3, 0],
        [3, 2.5],
      ] as const) {
        const cosine = (a: number, b: number): number =>
          a === b
            ? 0
            : shared(audience[a]!, audience[b]!) / (Math.sqrt(audience[a]!.size * audience[b]!.size) + shrinkage) || 0;
        const kept = dataset.items.map((_, c) => {
          const all = dataset.items.map((__, other) => cosine(c, other));
          const least = all.toSorted((a, b) => b - a)[neighbours - 1] ?? 0;
          return all.map((similarity) => (similarity >= least ? similarity : 0));
        });
        const { scorer } = await fitItemKnn(dataset, trainingSets(dataset), {
          takeTurn,
          neighbours: [neighbours],
          shrinkages: [shrinkage],
        });
        expectScores(dataset, scorer, (target) => {
          const history = historyItemsOf(dataset, target);
          return kept.map(
            (row, item) => history.reduce((sum, other) => sum + row[other]!, 0) + tieBreak(dataset, item),
          );
        });
      }
    }
  });

  it('divides users in common by the root of the audiences and the shrinkage', async () => {
    // few: one user, shared with core (4 users): 1 / (sqrt(4 x 1) + 2) = .25. many: nine users, four shared: 4 /
    // (sqrt(4 x 9) + 2) = .5. z is there to be tested.
    const rows = [
      ...[...'abcd'].map((user): Row => [user, 'core', 0]),
      ['a', 'few', 0] as const,
      ...[...'abcdefghi'].map((user): Row => [user, 'many', 0]),
      ...[0, 1, 2].map((day): Row => ['z', `z${day}`, day]),
    ];
    const dataset = datasetOf(rows);
    const at = (name: string): number => dataset.items.indexOf(name);
    const { scorer } = await fitItemKnn(dataset, trainingSets(dataset), {
      takeTurn,
      neighbours: [100],
      shrinkages: [2],
    });
    const core = dataset.events.item.indexOf(at('core'));
    const scores = scoresOf(scorer, [
      {
        user: 0,
        events: new Uint32Array(0),
        items: Uint32Array.of(at('few')),
        history: 0,
        historyEvents: Uint32Array.of(core),
        apart: new Uint32Array(0),
      },
    ]);
    expect(scores[at('few')]).toBeCloseTo(0.25, 5);
    expect(scores[at('many')]).toBeCloseTo(0.5, 5);
  });

  it('takes neighbours and shrinkage with the best NDCG@10 on validation, whatever the test part says', async () => {
    const grid = [
      [2, 5, 20],
      [0, 2, 10],
    ] as const;
    let differ = 0;
    for (const seed of [1, 2, 3]) {
      const dataset = datasetOf(randomRows(seed, { users: 60, items: 80, rows: 1500 }));
      const sets = trainingSets(dataset);
      const tried: { chosen: readonly [number, number]; scorer: RowScorer; validation: number; test: number }[] = [];
      for (const shrinkage of grid[1]) {
        for (const neighbours of grid[0]) {
          const { scorer } = await fitItemKnn(dataset, sets, {
            takeTurn,
            neighbours: [neighbours],
            shrinkages: [shrinkage],
          });
          const gain = async (part: 'validation' | 'test') =>
            (await evaluateRankable(dataset, dataset.split[part], scorer)).metrics['ndcg@10']!;
          tried.push({
            chosen: [neighbours, shrinkage],
            scorer,
            validation: await gain('validation'),
            test: await gain('test'),
          });
        }
      }
      const best = tried.reduce((a, b) => (b.validation > a.validation ? b : a));
      if (best.test < Math.max(...tried.map(({ test }) => test))) differ++;
      const fitted = await fitItemKnn(dataset, sets, { takeTurn, neighbours: grid[0], shrinkages: grid[1] });
      expect([fitted.neighbours, fitted.shrinkage]).toEqual(best.chosen);
      expect(scoresOf(fitted.scorer, dataset.split.test)).toEqual(scoresOf(best.scorer, dataset.split.test));
    }
    expect(differ).toBeGreaterThan(0);
  });

  it('keeps as many of the nearest as are asked, and all that tie with the last of them', async () => {
    // u, v, w train on core. Items near* share u and v with it, far1..far29 and alone one user of their own, far0 has a
    // second user (q) and is further off: place 91 to 120 are a tie.
    const rows: Row[] = [
      ...['u', 'v'].flatMap((user) => [
        [user, 'core', 0] as const,
        ...Array.from({ length: 90 }, (_, i): Row => [user, `near${i}`, 0]),
      ]),
      ...Array.from({ length: 30 }, (_, i): Row => ['u', `far${i}`, 0]),
      ['w', 'core', 0],
      ['w', 'alone', 0],
      ['q', 'far0', 0],
      ['q', 'core', 1],
      ['q', 'alone', 2],
    ];
    const dataset = datasetOf(rows);
    const core = dataset.items.indexOf('core');
    const others = Uint32Array.from(dataset.events.item.keys()).filter(
      (e) => dataset.users[dataset.events.user[e]!] === 'u' && dataset.events.item[e] !== core,
    );
    const target: Target = {
      user: 0,
      events: new Uint32Array(0),
      items: Uint32Array.of(core),
      history: 0,
      historyEvents: others,
      apart: new Uint32Array(0),
    };
    const options = { takeTurn, neighbours: [100], shrinkages: [0] };
    const { scorer } = await fitItemKnn(dataset, trainingSets(dataset), options);
    const score = scoresOf(scorer, [target])[core]!;
    expect(score).toBeCloseTo(90 * (2 / Math.sqrt(3 * 2)) + 29 * (1 / Math.sqrt(3)), 4);
  });
});
