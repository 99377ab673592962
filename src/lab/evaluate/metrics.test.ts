import { describe, expect, it } from 'vitest';
import type { Target } from '../../data/dataset';
import { headItems, metricsOf, NO_ITEM, SHOWN } from './metrics';
import { UNRANKED } from './standings';

const NONE = new Uint32Array(0);
/** Targets with these numbers of items; metrics look at nothing else of them. */
const targetsOf = (...sizes: number[]): Target[] =>
  sizes.map((size, user) => ({
    user,
    events: NONE,
    items: Uint32Array.from({ length: size }, (_, i) => i),
    history: 0,
    historyEvents: null,
    apart: NONE,
  }));
const nothingShown = (targets: number): Uint32Array => new Uint32Array(targets * SHOWN).fill(NO_ITEM);
/**
 * The ranks g + 1 … g + t of an item with g candidates above it, one of t of the same score; a number is a rank without
 * ties.
 */
interface Between {
  from: number;
  to: number;
}
const measure = (ranks: (number | Between)[][], ks?: number[]) => {
  const all = ranks.flat().map((rank) => (typeof rank === 'number' ? { from: rank, to: rank } : rank));
  const standings = {
    greater: Float64Array.from(all, ({ from }) => from - 1),
    ties: Uint32Array.from(all, ({ from, to }) => (from === UNRANKED ? 0 : to - from)),
  };
  return metricsOf(
    { targets: targetsOf(...ranks.map((r) => r.length)), ...standings, shown: nothingShown(ranks.length) },
    new Uint32Array(20).fill(1),
    ks,
  );
};

describe('metricsOf', () => {
  it('gives the values computed by hand', () => {
    // User 0: ranks 1 and 3 of two items. User 1: rank 10. User 2: rank 11.
    const { metrics } = measure([[3, 1], [10], [11]], [10, 20]);
    const dcg = 1 / Math.log2(2) + 1 / Math.log2(4);
    const ideal = 1 / Math.log2(2) + 1 / Math.log2(3);
    expect(metrics['hr@10']).toBeCloseTo(2 / 3, 6);
    expect(metrics['recall@10']).toBeCloseTo(2 / 3, 6);
    expect(metrics['ndcg@10']).toBeCloseTo((dcg / ideal + 1 / Math.log2(11)) / 3, 6);
    expect(metrics['hr@20']).toBe(1);
    expect(metrics.mrr).toBeCloseTo((1 + 1 / 10 + 1 / 11) / 3, 9);
  });

  it('counts any hit for HR and the share of hits for Recall', () => {
    const { metrics } = measure([[2, 500, 600, 700]], [10]);
    expect(metrics['hr@10']).toBe(1);
    expect(metrics['recall@10']).toBe(0.25);
  });

  it('holds the ideal of NDCG to K hits: ten hits at the top of twelve items are perfect', () => {
    const { metrics } = measure([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 40, 41]], [10]);
    expect(metrics['ndcg@10']).toBeCloseTo(1, 6);
    expect(metrics['recall@10']).toBeCloseTo(10 / 12, 6);
  });

  it('credits a tie across the edge by the share of its places inside', () => {
    // One of the places 10 and 11, of 10, 11 and 12, and 9 to 12; then a tie wholly inside and one wholly outside.
    const { perUser } = measure(
      [
        [{ from: 10, to: 11 }],
        [{ from: 10, to: 12 }],
        [{ from: 9, to: 12 }],
        [{ from: 7, to: 10 }],
        [{ from: 11, to: 12 }],
      ],
      [10],
    );
    const [tenth, ninth] = [1 / Math.log2(11), 1 / Math.log2(10)];
    const inside = (1 / Math.log2(8) + 1 / Math.log2(9) + ninth + tenth) / 4;
    expect([...perUser['hr@10']]).toEqual([1 / 2, 1 / 3, 1 / 2, 1, 0].map(Math.fround));
    expect([...perUser['recall@10']]).toEqual([1 / 2, 1 / 3, 1 / 2, 1, 0].map(Math.fround));
    expect([...perUser['ndcg@10']]).toEqual([tenth / 2, tenth / 3, (ninth + tenth) / 4, inside, 0].map(Math.fround));
    expect(measure([[{ from: 1, to: 3 }]]).metrics['mrr']).toBeCloseTo((1 + 1 / 2 + 1 / 3) / 3, 12);
  });

  it('asks of several targets in one tie whether any of them is inside: 1 - C(t - m, s) / C(t, s)', () => {
    // Three of the five at ranks 9 to 13, of which two are in the list: missed by 1 of the 10 pairs. Beside them one
    // that is far off.
    const tie = { from: 9, to: 13 };
    const { metrics } = measure([[tie, tie, 60, tie]], [10]);
    expect(metrics['hr@10']).toBeCloseTo(9 / 10, 6);
    expect(metrics['recall@10']).toBeCloseTo((3 * 2) / 5 / 4, 12);
    // The first of three among five places is the 1st, 2nd, 3rd with 6, 3 and 1 of 10 chances.
    expect(metrics['mrr']).toBeCloseTo((6 / 9 + 3 / 10 + 1 / 11) / 10, 12);
    // One more target above all makes it certain.
    expect(measure([[tie, tie, 8, tie]], [10]).metrics['hr@10']).toBe(1);
  });

  it('gives twenty tied targets of twenty a perfect NDCG and no more', () => {
    const { metrics } = measure([Array.from({ length: 20 }, () => ({ from: 1, to: 20 }))], [10]);
    expect(metrics).toMatchObject({ 'hr@10': 1, 'recall@10': 0.5, 'ndcg@10': 1, mrr: 1 });
  });

  it('counts a target that is no candidate as a miss everywhere', () => {
    const { metrics } = measure([[UNRANKED]], [10, 100]);
    expect([metrics['hr@100'], metrics['recall@100'], metrics['ndcg@100'], metrics.mrr]).toEqual([0, 0, 0, 0]);
  });

  it('keeps one value per user for paired comparisons', () => {
    const { perUser } = measure([[1], [40], [3], [1, 50]]);
    expect([...perUser['hr@10']]).toEqual([1, 0, 1, 1]);
    expect([...perUser['recall@10']]).toEqual([1, 0, 1, 0.5]);
    expect([...perUser['ndcg@10']]).toEqual([1, 0, 0.5, Math.fround(1 / (1 + 1 / Math.log2(3)))]);
  });

  it('offers K = 10, 20, 50 and 100 where none is asked for', () => {
    expect(Object.keys(measure([[1]]).metrics)).toEqual([
      'hr@10',
      'recall@10',
      'ndcg@10',
      'hr@20',
      'recall@20',
      'ndcg@20',
      'hr@50',
      'recall@50',
      'ndcg@50',
      'hr@100',
      'recall@100',
      'ndcg@100',
      'mrr',
      'coverage@10',
      'headShare@10',
    ]);
  });

  it('counts distinct shown items for coverage and places of the most popular tenth for head share', () => {
    // 20 items: items 7 and 3 are the head. Two lists of three items.
    const counts = new Uint32Array(20).fill(1);
    counts[7] = 9;
    counts[3] = 5;
    expect([...headItems(counts)]).toEqual([7, 3]);
    const shown = nothingShown(2);
    shown.set([7, 3, 11], 0);
    shown.set([7, 12, 13], SHOWN);
    const { metrics } = metricsOf(
      { targets: targetsOf(1, 1), greater: new Float64Array(2), ties: new Uint32Array(2), shown },
      counts,
    );
    expect(metrics['coverage@10']).toBe(5 / 20);
    expect(metrics['headShare@10']).toBe(3 / 6);
  });

  it('takes a user with more held-out items than a call has arguments', () => {
    const items = 200_000;
    const { metrics } = metricsOf(
      {
        targets: targetsOf(items),
        greater: Float64Array.from({ length: items }, (_, at) => at),
        ties: new Uint32Array(items),
        shown: nothingShown(1),
      },
      new Uint32Array(items).fill(1),
    );
    expect([metrics['hr@10'], metrics['recall@10'], metrics['ndcg@10']]).toEqual([1, 10 / items, 1]);
  });

  it('refuses what does not fit together', () => {
    const counts = new Uint32Array(5);
    const one = { greater: Float64Array.of(0), ties: Uint32Array.of(0) };
    expect(() => metricsOf({ targets: [], ...one, shown: new Uint32Array(0) }, counts)).toThrow('no target');
    expect(() => metricsOf({ targets: targetsOf(2), ...one, shown: nothingShown(1) }, counts)).toThrow(
      'standings of 1 and 1 for 2 target items',
    );
    expect(() => metricsOf({ targets: targetsOf(1), ...one, shown: nothingShown(2) }, counts)).toThrow(
      '20 shown places for 1 lists',
    );
  });
});
