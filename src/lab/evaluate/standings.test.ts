import { describe, expect, it } from 'vitest';
import type { Target } from '../../data/dataset';
import { createRandom, type Random } from '../../data/random';
import { datasetOf, type Row } from '../../data/testing';
import { metricsOf } from './metrics';
import { evaluateScorer, rankScores } from './rank';

const NONE = new Uint32Array(0);

/** The figures of one target over items of these scores. */
function figures(scores: Float32Array, items: Uint32Array, removed: Uint32Array, ks: readonly number[]) {
  const target: Target = { user: 0, events: NONE, items, history: 0, historyEvents: null, apart: NONE };
  return metricsOf(
    { targets: [target], ...rankScores(scores, items, removed) },
    new Uint32Array(scores.length).fill(1),
    ks,
  );
}

/** All orders of the numbers below n. */
function orders(n: number): number[][] {
  if (n === 0) return [[]];
  return orders(n - 1).flatMap((order) =>
    Array.from({ length: n }, (_, at) => [...order.slice(0, at), n - 1, ...order.slice(at)]),
  );
}

/** The figures of a list without ties, by their definitions. */
function plain(list: readonly number[], wanted: ReadonlySet<number>, k: number) {
  const ranks = list.flatMap((item, place) => (wanted.has(item) ? [place + 1] : []));
  const top = ranks.filter((rank) => rank <= k);
  const gain = (all: readonly number[]): number => all.reduce((sum, rank) => sum + 1 / Math.log2(1 + rank), 0);
  const ideal = gain(Array.from({ length: Math.min(k, wanted.size) }, (_, i) => i + 1));
  return {
    hr: Number(top.length > 0),
    recall: top.length / wanted.size,
    ndcg: gain(top) / ideal,
    mrr: ranks[0] === undefined ? 0 : 1 / ranks[0],
  };
}

/** Some of the numbers below n. */
const some = (random: Random, n: number, count: number): Uint32Array =>
  random.shuffle(Uint32Array.from({ length: n }, (_, i) => i)).slice(0, count);

describe('figures of lists with ties', () => {
  it('are the means over all orders of the items of a score', () => {
    const random = createRandom(1, 'orders');
    const all = orders(6);
    expect(all).toHaveLength(720);
    let fractional = 0;
    for (let round = 0; round < 60; round++) {
      const scores = Float32Array.from({ length: 6 }, () => random.below(1 + (round % 4)));
      const [wanted, removed, k] = [some(random, 6, 1 + (round % 3)), some(random, 6, round % 2), 1 + random.below(4)];
      const lists = all.map((order) =>
        plain(
          [...order].sort((a, b) => scores[b]! - scores[a]!).filter((item) => !removed.includes(item)),
          new Set(wanted),
          k,
        ),
      );
      const mean = (key: 'hr' | 'recall' | 'ndcg' | 'mrr'): number =>
        lists.reduce((sum, list) => sum + list[key], 0) / lists.length;
      const { metrics } = figures(scores, wanted, removed, [k, 10]);
      for (const [name, value] of [
        [`hr@${k}`, mean('hr')],
        [`recall@${k}`, mean('recall')],
        [`ndcg@${k}`, mean('ndcg')],
        ['mrr', mean('mrr')],
      ] as const) {
        expect(metrics[name], `${name} of ${wanted} in ${scores} without ${removed}`).toBeCloseTo(value, 6);
      }
      if (metrics[`hr@${k}`]! % 1 !== 0) fractional++;
    }
    expect(fractional).toBeGreaterThan(20);
  });

  it('lie between 0 and 1, whatever ties and however many items are wanted', () => {
    const random = createRandom(2, 'many');
    for (let round = 0; round < 10_000; round++) {
      const items = 2 + random.below(40);
      const levels = 1 + random.below(6);
      const scores = Float32Array.from({ length: items }, () => random.below(levels));
      const { metrics, perUser } = figures(
        scores,
        some(random, items, 1 + random.below(items)),
        some(random, items, random.below(items)),
        [1, 3, 10],
      );
      const values = [...Object.values(metrics), ...Object.values(perUser).map(([value]) => value!)];
      if (!values.every((value) => value >= 0 && value <= 1))
        expect.fail(`${JSON.stringify(metrics)} for scores ${scores}`);
    }
  });

  it.each([20, 12, 35])('of a constant score are those of chance: %i candidates', async (count) => {
    // Everybody is asked for one item, and nothing is removed.
    const rows = Array.from({ length: count }, (_, u) =>
      [0, 1, 2].map((t): Row => [`u${u}`, `i${(u + t) % count}`, t]),
    ).flat();
    const dataset = datasetOf(rows, { keepSeen: true });
    expect(dataset.items).toHaveLength(count);
    const { metrics, perUser } = await evaluateScorer(
      dataset,
      dataset.split.test,
      (targets) => new Float32Array(targets.length * count),
      { ks: [5, 10] },
    );
    expect(metrics['hr@10']).toBeCloseTo(10 / count, 7);
    expect(metrics['recall@5']).toBeCloseTo(5 / count, 12);
    expect([...perUser['hr@10']]).toEqual(Array<number>(count).fill(Math.fround(10 / count)));
    if (count === 20) expect(metrics['hr@10']).toBe(0.5);
  });
});
