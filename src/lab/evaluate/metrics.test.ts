import { describe, expect, it } from 'vitest';
import type { Target } from '../../data/dataset';
import { headItems, metricsFromRanks, midRank, NO_ITEM, SHOWN, UNRANKED } from './metrics';

const NONE = new Uint32Array(0);
/** Targets with these numbers of items; metrics look at nothing else of them. */
const targetsOf = (...sizes: number[]): Target[] =>
  sizes.map((size, user) => ({ user, events: NONE, items: Uint32Array.from({ length: size }, (_, i) => i), history: 0, historyEvents: null, apart: NONE }));
const nothingShown = (targets: number): Uint32Array => new Uint32Array(targets * SHOWN).fill(NO_ITEM);
const measure = (ranks: number[][], ks?: number[]) =>
  metricsFromRanks({ targets: targetsOf(...ranks.map((r) => r.length)), ranks: Float64Array.from(ranks.flat()), shown: nothingShown(ranks.length) }, new Uint32Array(20).fill(1), ks);

describe('metricsFromRanks', () => {
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

  it('puts a tie of two across the edge inside, and anything further out', () => {
    expect(measure([[midRank(9, 1)]], [10]).metrics['hr@10']).toBe(1);
    expect(measure([[midRank(9, 2)]], [10]).metrics['hr@10']).toBe(0);
    expect(measure([[midRank(10, 0)]], [10]).metrics['hr@10']).toBe(0);
  });

  it('counts a target that is no candidate as a miss everywhere', () => {
    const { metrics } = measure([[UNRANKED]], [10, 100]);
    expect([metrics['hr@100'], metrics['recall@100'], metrics['ndcg@100'], metrics.mrr]).toEqual([0, 0, 0, 0]);
  });

  it('keeps one value per user for paired comparisons', () => {
    const { perUser } = measure([[1], [40], [3]]);
    expect([...perUser['hr@10']]).toEqual([1, 0, 1]);
    expect([...perUser['ndcg@10']]).toEqual([1, 0, 0.5]);
  });

  it('offers K = 10, 20, 50 and 100 where none is asked for', () => {
    expect(Object.keys(measure([[1]]).metrics)).toEqual([
      'hr@10', 'recall@10', 'ndcg@10', 'hr@20', 'recall@20', 'ndcg@20', 'hr@50', 'recall@50', 'ndcg@50', 'hr@100', 'recall@100', 'ndcg@100', 'mrr', 'coverage@10', 'headShare@10',
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
    const { metrics } = metricsFromRanks({ targets: targetsOf(1, 1), ranks: Float64Array.of(1, 1), shown }, counts);
    expect(metrics['coverage@10']).toBe(5 / 20);
    expect(metrics['headShare@10']).toBe(3 / 6);
  });

  it('refuses what does not fit together', () => {
    const counts = new Uint32Array(5);
    expect(() => metricsFromRanks({ targets: [], ranks: new Float64Array(0), shown: new Uint32Array(0) }, counts)).toThrow('no target');
    expect(() => metricsFromRanks({ targets: targetsOf(2), ranks: Float64Array.of(1), shown: nothingShown(1) }, counts)).toThrow('1 ranks for 2 target items');
    expect(() => metricsFromRanks({ targets: targetsOf(1), ranks: Float64Array.of(1), shown: nothingShown(2) }, counts)).toThrow('20 shown places for 1 lists');
  });
});
