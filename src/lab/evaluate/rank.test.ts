import { describe, expect, it } from 'vitest';
import type { Dataset, Target } from '../../data/dataset';
import { historyItemsOf } from '../../data/history';
import { createRandom } from '../../data/random';
import { datasetOf, randomRows, type Row } from '../../data/testing';
import { NO_ITEM } from './metrics';
import { evaluateScorer, removedItems, type Scorer, rankScores, topItems } from './rank';
import { midRank, UNRANKED } from './standings';

const NONE = new Uint32Array(0);
/** "above, level" of each wanted item. */
const counted = (...asked: Parameters<typeof rankScores>): (readonly [greater: number, ties: number])[] => {
  const { greater, ties } = rankScores(...asked);
  return Array.from(greater, (above, at) => [above, ties[at]!]);
};

describe('rankScores', () => {
  it('counts candidates above and level with the target, and shows their middle as its rank', () => {
    const scores = Float32Array.of(5, 3, 3, 3, 1);
    expect(counted(scores, Uint32Array.of(0, 2, 4), NONE)).toEqual([
      [0, 0],
      [1, 2],
      [4, 0],
    ]);
    expect([0, 1, 2].map((at) => midRank(rankScores(scores, Uint32Array.of(0, 2, 4), NONE), at))).toEqual([1, 3, 5]);
  });

  it('leaves removed items out of both counts', () => {
    const scores = Float32Array.of(5, 3, 3, 3, 1);
    expect(counted(scores, Uint32Array.of(2, 4), Uint32Array.of(0, 1))).toEqual([
      [0, 1],
      [2, 0],
    ]);
  });

  it('gives a removed target no place and no rank', () => {
    expect(counted(Float32Array.of(9, 1, 9), Uint32Array.of(0, 1), Uint32Array.of(0))).toEqual([
      [UNRANKED, 0],
      [1, 0],
    ]);
    expect(midRank(rankScores(Float32Array.of(9, 1), Uint32Array.of(0), Uint32Array.of(0)), 0)).toBe(Infinity);
  });

  it('refuses scores that are no numbers, wherever they stand', () => {
    expect(() => rankScores(Float32Array.of(1, Number.NaN), Uint32Array.of(0), NONE)).toThrow('item 1 is not a number');
    expect(() => rankScores(Float32Array.of(1, Number.NaN), Uint32Array.of(1), NONE)).toThrow('item 1 is not a number');
  });
});

describe('topItems', () => {
  it('lists best first, ties by lowest index, without removed items', () => {
    expect([...topItems(Float32Array.of(1, 7, 3, 7, 9), 3, NONE)]).toEqual([4, 1, 3]);
    expect([...topItems(Float32Array.of(1, 7, 3, 7, 9), 2, Uint32Array.of(4, 1))]).toEqual([3, 2]);
  });

  it('leaves places empty where candidates run out', () => {
    expect([...topItems(Float32Array.of(1, 2), 4, Uint32Array.of(0))]).toEqual([1, NO_ITEM, NO_ITEM, NO_ITEM]);
  });

  it('agrees with a full sort', () => {
    const random = createRandom(1);
    for (let round = 0; round < 200; round++) {
      const scores = Float32Array.from({ length: 30 }, () => random.below(8) - 4);
      const sorted = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b);
      expect([...topItems(scores, 7, NONE)]).toEqual(sorted.slice(0, 7));
    }
  });
});

/** A score that is a pure function of user and item, with many ties. */
const hashed =
  (items: number): Scorer =>
  (targets) =>
    Float32Array.from(
      { length: targets.length * items },
      (_, at) => ((targets[Math.floor(at / items)]!.user + 3) * ((at % items) + 5) * 7919) % 13,
    );

describe('evaluateScorer', () => {
  it.each([
    [false, 'first'],
    [false, 'all'],
    [true, 'all'],
  ] as const)('keepSeen %s, repeats %s: agrees with sorting the whole catalogue', async (keepSeen, repeats) => {
    for (let seed = 0; seed < 10; seed++) {
      const dataset = datasetOf(randomRows(seed, { items: 40, rows: 260 }), { keepSeen, repeats });
      const scorer = hashed(dataset.items.length);
      const { metrics, perUser } = await evaluateScorer(dataset, dataset.split.test, scorer, { ks: [3, 10], chunk: 4 });
      const plain = plainMetrics(dataset, dataset.split.test, scorer, 3);
      expect(metrics['hr@3']).toBeCloseTo(plain.hr, 6);
      expect(metrics['recall@3']).toBeCloseTo(plain.recall, 6);
      expect(metrics['ndcg@3']).toBeCloseTo(plain.ndcg, 6);
      expect(metrics.mrr).toBeCloseTo(plain.mrr, 9);
      expect(perUser['hr@10']).toHaveLength(dataset.split.test.length);
    }
  });

  it('ranks the full catalogue: items without a training event are candidates and can be found', async () => {
    const dataset = datasetOf([
      ['a', 'x', 1],
      ['a', 'y', 2],
      ['a', 'new', 3],
      ['b', 'y', 1],
      ['b', 'x', 2],
      ['b', 'z', 3],
      ['c', 'z', 1],
    ]);
    const unseen = dataset.items.indexOf('new');
    expect(dataset.split.itemCounts[unseen]).toBe(0);
    const likesNew: Scorer = (targets) =>
      Float32Array.from({ length: targets.length * dataset.items.length }, (_, at) =>
        at % dataset.items.length === unseen ? 1 : 0,
      );
    const { metrics } = await evaluateScorer(dataset, dataset.split.test, likesNew);
    // a finds it first; b's own target z stands behind it.
    expect(metrics.mrr).toBe((1 + 1 / 2) / 2);
  });

  it('counts a repeated target as a miss unless the protocol keeps seen items', async () => {
    const rows: Row[] = [
      ['a', 'x', 1],
      ['a', 'y', 2],
      ['a', 'x', 3],
      ['b', 'x', 1],
      ['b', 'y', 2],
      ['b', 'x', 3],
    ];
    const best: Scorer = (targets) =>
      Float32Array.from({ length: targets.length * 2 }, (_, at) => (at % 2 === 0 ? 1 : 0));
    for (const [keepSeen, rate] of [
      [false, 0],
      [true, 1],
    ] as const) {
      const dataset = datasetOf(rows, { repeats: 'all', keepSeen });
      expect((await evaluateScorer(dataset, dataset.split.test, best)).metrics['hr@10']).toBe(rate);
    }
  });

  it.each([false, true])(
    'at the test of a random split a validation item is neither a hit nor a false one, at validation a test item stays, history kept: %s',
    async (keepSeen) => {
      const rows = ['a', 'b', 'c', 'd'].flatMap((user, u) =>
        Array.from({ length: 5 }, (_, i): Row => [user, `i${(u + i) % 8}`, i]),
      );
      const dataset = datasetOf(rows, { split: 'random', keepSeen });
      const { validation, test } = dataset.split;
      /** Scores an item of the one part highest, then that of the other. */
      const mrr = async (asked: readonly Target[], before: readonly Target[]) => {
        const scorer: Scorer = (targets) =>
          Float32Array.from(
            targets.flatMap(({ user }) =>
              dataset.items.map((_, item) =>
                before[user]!.items.includes(item) ? 2 : asked[user]!.items.includes(item) ? 1 : 0,
              ),
            ),
          );
        return (await evaluateScorer(dataset, asked, scorer)).metrics['mrr'];
      };
      expect(await mrr(test, validation)).toBe(1);
      expect(await mrr(validation, test)).toBe(1 / 2);
      // The past is as it was.
      for (const target of test) {
        const history = historyItemsOf(dataset, target);
        expect([...history].filter((item) => target.apart.includes(item))).toEqual([]);
        expect([...removedItems(dataset, target)].sort()).toEqual(
          [...(keepSeen ? [] : history), ...validation[target.user]!.items].sort(),
        );
      }
    },
  );

  it('removes an item once that is both history and set apart', async () => {
    const dataset = datasetOf([
      ['a', 'x', 1],
      ['a', 'y', 2],
      ['a', 'z', 3],
      ['a', 'w', 4],
      ['b', 'x', 1],
    ]);
    const target: Target = { ...dataset.split.test[0]!, apart: Uint32Array.of(1, 0) };
    expect([...removedItems(dataset, target)].sort()).toEqual([0, 1, 2]);
    expect((await evaluateScorer(dataset, [target], () => Float32Array.of(9, 9, 9, 1))).metrics['mrr']).toBe(1);
  });

  it('reports its progress and stops with the reason of its signal', async () => {
    const dataset = datasetOf(randomRows(1));
    const scorer = hashed(dataset.items.length);
    const fractions: number[] = [];
    await evaluateScorer(dataset, dataset.split.test, scorer, { chunk: 5, onProgress: (f) => fractions.push(f) });
    expect(fractions.at(-1)).toBe(1);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    await expect(
      evaluateScorer(dataset, dataset.split.test, scorer, { signal: AbortSignal.abort('enough') }),
    ).rejects.toBe('enough');
  });

  it('refuses a scorer that does not score every item', async () => {
    const dataset = datasetOf(randomRows(1));
    await expect(evaluateScorer(dataset, dataset.split.test, () => new Float32Array(3))).rejects.toThrow(
      '3 scores for',
    );
  });
});

/**
 * By sorting: every place of the items of a score is as likely as the other, items of the history cut out before; hits
 * by counting the draws that miss.
 */
function plainMetrics(
  dataset: Dataset,
  targets: readonly Target[],
  scorer: Scorer,
  k: number,
): { hr: number; recall: number; ndcg: number; mrr: number } {
  const rows = targets.map((target) => {
    const scores = scorer([target]);
    const removed = new Set(removedItems(dataset, target));
    const candidates = [...scores.keys()].filter((i) => !removed.has(i)).sort((a, b) => scores[b]! - scores[a]!);
    const levels = [...target.items]
      .filter((i) => candidates.includes(i))
      .map((item) => candidates.flatMap((other, place) => (scores[other] === scores[item] ? [place + 1] : [])));
    const gain = (values: readonly number[]): number =>
      values.reduce((sum, place) => sum + 1 / Math.log2(place + 1), 0);
    const within = levels.map((level) => ({ of: level.length, places: level.filter((place) => place <= k) }));
    const ideal = Array.from({ length: Math.min(k, target.items.length) }, (_, i) => i + 1);
    // All ways to choose the places of the wanted items of each score.
    const firsts = [...new Set(levels.map(([first]) => first!))]
      .map((first) => levels.filter((level) => level[0] === first))
      .map((same) => choices(same[0]!, same.length).map((places) => places[0]!));
    const best = firsts.toSorted((a, b) => Math.min(...a) - Math.min(...b))[0] ?? [];
    const sum = (values: readonly number[]): number => values.reduce((all, x) => all + x, 0);
    return {
      hr: 1 - firsts.reduce((missed, ways) => missed * (ways.filter((place) => place > k).length / ways.length), 1),
      recall: sum(within.map(({ of, places }) => places.length / of)) / target.items.length,
      ndcg: sum(within.map(({ of, places }) => gain(places) / of)) / gain(ideal),
      mrr: best.length === 0 ? 0 : sum(best.map((place) => 1 / place)) / best.length,
    };
  });
  const mean = (key: 'hr' | 'recall' | 'ndcg' | 'mrr'): number =>
    rows.reduce((sum, row) => sum + row[key], 0) / rows.length;
  return { hr: mean('hr'), recall: mean('recall'), ndcg: mean('ndcg'), mrr: mean('mrr') };
}

/** All subsets of so many places, each in ascending order. */
const choices = ([first, ...others]: readonly number[], count: number): number[][] =>
  count === 0
    ? [[]]
    : first === undefined
      ? []
      : [...choices(others, count - 1).map((rest) => [first, ...rest]), ...choices(others, count)];
