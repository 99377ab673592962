import { describe, expect, it } from 'vitest';
import type { Dataset, Target } from '../../../data/dataset';
import { historyItemsOf, historyOf } from '../../../data/history';
import { datasetOf, randomRows, type Row } from '../../../data/testing';
import { evaluateScorer, type Scorer } from '../rank';
import { takingTurns } from '../turns';
import { BASELINE_IDS } from '../baseline-ids';
import { EASE_LAMBDAS, fitEase, regularisedInverse } from './ease';
import { HALF_LIVES } from './fitting/history-sum';
import { trainingSets } from './fitting/training-sets';
import { BASELINES, computeBaselines, popularityList } from './index';
import { fitItemKnn, NEIGHBOURS, SHRINKAGES } from './item-knn';
import { popularityScorer } from './popularity';
import { transitionsScorer } from './transitions';

const takeTurn = takingTurns();
const LOGS = [{}, { repeats: 'all' }, { ties: 'file' }, { split: 'time' }, { split: 'random' }] as const;
/** Users outnumber items, or the other way round. */
const logsOf = (changes: (typeof LOGS)[number]): Dataset[] => [
  ...[0, 1, 2].map((seed) => datasetOf(randomRows(seed, { users: 30, items: 14, rows: 400 }), changes)),
  ...[3, 4].map((seed) => datasetOf(randomRows(seed, { users: 9, items: 200, rows: 500 }), changes)),
];

/** Compares a scorer with scores computed for one user at a time. */
function expectScores(dataset: Dataset, scorer: Scorer, plain: (target: Target) => number[]): void {
  const items = dataset.items.length;
  const targets = dataset.split.test;
  const scores = scorer(targets);
  expect(scores).toHaveLength(targets.length * items);
  targets.forEach((target, t) => {
    plain(target).forEach((score, item) => {
      const got = scores[t * items + item]!;
      // Single precision; the tie-break of 1e-6 must show.
      if (!(Math.abs(got - score) <= 2e-7 * Math.max(1, Math.abs(score))))
        throw new Error(`user ${target.user}, item ${item}: ${got}, plainly ${score}`);
    });
  });
}

/** Events of the training part, user by user, in order. */
const sequences = ({ users, events, split }: Dataset): number[][] =>
  users.map((_, u) => Array.from(split.train).filter((e) => events.user[e] === u));
/** Training users of each item. */
const audiences = (dataset: Dataset): Set<number>[] =>
  dataset.items.map(
    (_, item) =>
      new Set(
        Array.from(dataset.split.train)
          .filter((e) => dataset.events.item[e] === item)
          .map((e) => dataset.events.user[e]!),
      ),
  );
const shared = (a: Set<number>, b: Set<number>): number => [...a].filter((user) => b.has(user)).length;
const tieBreak = ({ split }: Dataset, item: number): number =>
  (split.itemCounts[item]! / Math.max(...split.itemCounts)) * 1e-6;

describe('popularity', () => {
  it('scores everybody alike by training events, validation and test left out', () => {
    const dataset = datasetOf([
      ['a', 'x', 1],
      ['a', 'y', 2],
      ['a', 'z', 3],
      ['b', 'x', 1],
      ['b', 'z', 2],
      ['b', 'y', 3],
      ['c', 'z', 9],
    ]);
    expect([...popularityScorer(dataset)(dataset.split.test)]).toEqual([2, 0, 1, 2, 0, 1]);
  });

  it('lists the most popular items without those of the history, unless they are kept', () => {
    const rows: Row[] = [
      ['a', 'x', 1],
      ['a', 'v', 2],
      ['a', 'w', 3],
      ['b', 'x', 1],
      ['b', 'y', 2],
      ['b', 'v', 3],
      ['b', 'w', 4],
      ['c', 'y', 1],
      ['d', 'x', 1],
      ['d', 'z', 2],
    ];
    const names = (dataset: Dataset): string =>
      Array.from(popularityList(dataset, dataset.split.test[0]!, 3), (i) => dataset.items[i]).join(' ');
    expect(names(datasetOf(rows))).toBe('y z w');
    expect(names(datasetOf(rows, { keepSeen: true }))).toBe('x y z');
    const dataset = datasetOf(rows);
    expect(popularityList(dataset, dataset.split.test[0]!, 99)).toHaveLength(dataset.items.length - 2);
  });
});

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
    const scores = scorer([
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
      const tried: { chosen: readonly [number, number]; scorer: Scorer; validation: number; test: number }[] = [];
      for (const shrinkage of grid[1]) {
        for (const neighbours of grid[0]) {
          const { scorer } = await fitItemKnn(dataset, sets, {
            takeTurn,
            neighbours: [neighbours],
            shrinkages: [shrinkage],
          });
          const gain = async (part: 'validation' | 'test') =>
            (await evaluateScorer(dataset, dataset.split[part], scorer)).metrics['ndcg@10']!;
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
      expect(fitted.scorer(dataset.split.test)).toEqual(best.scorer(dataset.split.test));
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
    const score = (
      await fitItemKnn(dataset, trainingSets(dataset), { takeTurn, neighbours: [100], shrinkages: [0] })
    ).scorer([target])[core]!;
    expect(score).toBeCloseTo(90 * (2 / Math.sqrt(3 * 2)) + 29 * (1 / Math.sqrt(3)), 4);
  });
});

describe('EASE', () => {
  it.each(LOGS)("agrees with Steck's closed form by Gauss-Jordan under %o", async (changes) => {
    for (const dataset of logsOf(changes)) {
      const lambda = 20;
      const audience = audiences(dataset);
      const p = gaussJordan(audience.map((a, i) => audience.map((b, j) => shared(a, b) + (i === j ? lambda : 0))));
      const fitted = await fitEase(dataset, trainingSets(dataset), { takeTurn, lambdas: [lambda] });
      expectScores(dataset, fitted.scorer, (target) => {
        const history = historyItemsOf(dataset, target);
        return dataset.items.map(
          (_, j) => history.reduce((sum, h) => sum - (h === j ? 0 : p[h]![j]! / p[j]![j]!), 0) + tieBreak(dataset, j),
        );
      });
    }
  });

  it('inverts by users and by items to the same square', async () => {
    const dataset = datasetOf(randomRows(8, { users: 20, items: 90, rows: 500 }));
    const sets = trainingSets(dataset);
    expect(sets.users).toBeLessThan(sets.items);
    const byUsers = new Float64Array(sets.items ** 2);
    await regularisedInverse(sets, 50, byUsers, takeTurn);
    // Users without events change nothing but the choice.
    const byItems = new Float64Array(sets.items ** 2);
    const starts = Uint32Array.from(
      { length: sets.items + 1 },
      (_, u) => sets.itemsOf.starts[Math.min(u, sets.users)]!,
    );
    await regularisedInverse(
      { ...sets, users: sets.items, itemsOf: { ...sets.itemsOf, starts } },
      50,
      byItems,
      takeTurn,
    );
    byUsers.forEach((x, at) => {
      if (Math.abs(x - byItems[at]!) > 1e-13) throw new Error(`cell ${at}: ${x} and ${byItems[at]}`);
    });
  });

  it('takes the lambda with the best NDCG@10 on validation, whatever the test part says', async () => {
    for (const seed of [1, 2, 3]) {
      const dataset = datasetOf(randomRows(seed, { users: 60, items: 80, rows: 1500 }));
      const sets = trainingSets(dataset);
      const gains: number[] = [];
      for (const lambda of EASE_LAMBDAS) {
        const { scorer } = await fitEase(dataset, sets, { takeTurn, lambdas: [lambda] });
        gains.push((await evaluateScorer(dataset, dataset.split.validation, scorer)).metrics['ndcg@10']!);
      }
      expect(new Set(gains).size).toBeGreaterThan(1);
      const { lambda } = await fitEase(dataset, sets, { takeTurn });
      expect(lambda).toBe(EASE_LAMBDAS[gains.indexOf(Math.max(...gains))]);
    }
  });
});

describe('transitions', () => {
  it.each(LOGS)('agrees with a double loop under %o', (changes) => {
    for (const dataset of logsOf(changes)) {
      const { events } = dataset;
      const t = dataset.items.map(() => dataset.items.map(() => 0));
      for (const sequence of sequences(dataset)) {
        sequence.forEach((a, at) =>
          sequence.forEach((b, bt) => {
            const gap = bt - at;
            if (gap >= 1 && gap <= 5 && events.moment[b]! > events.moment[a]!)
              t[events.item[a]!]![events.item[b]!]! += 1 / gap;
          }),
        );
      }
      expectScores(dataset, transitionsScorer(dataset), (target) => {
        const last = [...historyOf(dataset, target)].slice(-5);
        return dataset.items.map(
          (_, c) =>
            last.reduce((sum, e, at) => sum + 0.6 ** (last.length - 1 - at) * t[events.item[e]!]![c]!, 0) +
            tieBreak(dataset, c),
        );
      });
    }
  });

  it('finds a planted chain that popularity cannot see', async () => {
    // Everybody walks the same circle of 30 items from another start: the next item follows from the last one alone.
    const rows = Array.from({ length: 30 }, (_, u) =>
      Array.from({ length: 12 }, (__, s): Row => [`u${u}`, `i${(u + s) % 30}`, s]),
    ).flat();
    const dataset = datasetOf(rows);
    const { baselines } = await computeBaselines(dataset, { part: 'test' });
    expect(baselines.transitions!.mrr).toBe(1);
    expect(baselines.popularity!.mrr).toBeLessThan(0.2);
  });
});

describe('computeBaselines', () => {
  const dataset = datasetOf(randomRows(5, { users: 25, items: 30, rows: 400 }));

  it('has one declaration for each id, in the order of the ids', () => {
    expect(BASELINES.map(({ id }) => id)).toEqual(BASELINE_IDS);
  });

  it('evaluates all of them on the part asked for, with one value per user and what was chosen', async () => {
    for (const part of ['validation', 'test'] as const) {
      const {
        baselines: { chosen, ...baselines },
        perUser,
      } = await computeBaselines(dataset, { part });
      expect(Object.keys(baselines)).toEqual([
        'random',
        'popularity',
        'itemKnn',
        'itemKnnRecency',
        'ease',
        'easeRecency',
        'transitions',
      ]);
      expect(Object.keys(perUser)).toEqual(Object.keys(baselines));
      expect(chosen).toEqual({
        itemKnn: { neighbours: expect.toBeOneOf([...NEIGHBOURS]), shrinkage: expect.toBeOneOf([...SHRINKAGES]) },
        itemKnnRecency: { ...chosen?.itemKnn, halfLife: expect.toBeOneOf([...HALF_LIVES]) },
        ease: { lambda: expect.toBeOneOf([...EASE_LAMBDAS]) },
        easeRecency: { ...chosen?.ease, halfLife: expect.toBeOneOf([...HALF_LIVES]) },
      });
      expect(baselines.popularity).toEqual(
        (await evaluateScorer(dataset, dataset.split[part], popularityScorer(dataset))).metrics,
      );
      expect(baselines.transitions).toEqual(
        (await evaluateScorer(dataset, dataset.split[part], transitionsScorer(dataset))).metrics,
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
      baselines: { chosen, ...baselines },
    } = await computeBaselines(untimed, { part: 'test' });
    expect(Object.keys(baselines)).toEqual(['random', 'popularity', 'itemKnn', 'ease']);
    expect(Object.keys(chosen!)).toEqual(['itemKnn', 'ease']);
  });

  it('leaves EASE out where its squares would be too large', async () => {
    const rows = Array.from({ length: 5001 }, (_, i): Row => [`u${i % 100}`, `i${i}`, i]);
    const {
      baselines: { chosen, ...baselines },
    } = await computeBaselines(datasetOf(rows), { part: 'test' });
    expect(Object.keys(baselines)).toEqual(['random', 'popularity', 'itemKnn', 'itemKnnRecency', 'transitions']);
    expect(Object.keys(chosen!)).toEqual(['itemKnn', 'itemKnnRecency']);
  });
});

function gaussJordan(matrix: number[][]): number[][] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < n; c++) {
    const pivot = rows[c]!.map((x) => x / rows[c]![c]!);
    rows[c] = pivot;
    for (let r = 0; r < n; r++) {
      const factor = rows[r]![c]!;
      if (r !== c && factor !== 0) rows[r] = rows[r]!.map((x, k) => x - factor * pivot[k]!);
    }
  }
  return rows.map((row) => row.slice(n));
}
