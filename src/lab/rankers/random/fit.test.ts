import { describe, expect, it } from 'vitest';
import { datasetOf, randomRows } from '../../../data/testing';
import { evaluateScorer, removedItems } from '../../evaluate/rank';
import { chanceMetrics } from '../../evaluate/chance';
import { evaluateRankable } from '../fitting/ranking';
import { randomPlaces, randomScorer } from './fit';

const dataset = datasetOf(randomRows(1, { users: 900, items: 100, rows: 9000 }));

/** Chance that ten of `candidates`, drawn without looking, hold none of the `wanted`. */
const allMissed = (candidates: number, wanted: number): number =>
  Array.from({ length: 10 }, (_, i) => Math.max(0, candidates - wanted - i) / Math.max(1, candidates - i)).reduce(
    (a, b) => a * b,
    1,
  );

describe('random', () => {
  it.each(['validation', 'test'] as const)('finds on the %s part what ten draws out of an urn find', async (part) => {
    const targets = dataset.split[part];
    const chances = targets.map(
      (target) => 1 - allMissed(dataset.items.length - removedItems(dataset, target).length, target.items.length),
    );
    const expected = chances.reduce((a, b) => a + b) / chances.length;
    const error = Math.sqrt(chances.reduce((sum, p) => sum + p * (1 - p), 0)) / chances.length;
    const { metrics } = await evaluateScorer(dataset, targets, randomScorer(dataset));
    expect(targets.length).toBeGreaterThan(600);
    expect(error).toBeLessThan(0.02);
    expect(Math.abs(metrics['hr@10']! - expected)).toBeLessThan(3 * error);
  });

  it('draws the same for a target whatever is asked beside it, and anew for another user and another moment', () => {
    const [first] = dataset.split.test;
    const second = dataset.split.test.find(({ user, history }) => user !== first!.user && history === first!.history);
    const [both, alone] = [randomScorer(dataset)([first!, second!]), randomScorer(dataset)([second!])];
    expect(both.slice(dataset.items.length)).toEqual(alone);
    expect(both.slice(0, dataset.items.length)).not.toEqual(alone);
    const earlier = dataset.split.validation.find(({ user }) => user === second!.user)!;
    expect(randomScorer(dataset)([earlier])).not.toEqual(alone);
  });
});

describe('places drawn without the rest of the order', () => {
  it.each(['validation', 'test'] as const)('find on the %s part what chance finds', async (part) => {
    const targets = dataset.split[part];
    const { metrics } = await evaluateRankable(dataset, targets, randomPlaces(dataset));
    const chance = chanceMetrics(dataset, targets);
    // Three standard errors of a mean of some 600 numbers between 0 and 1 that are mostly 0.
    for (const name of ['hr@10', 'recall@10', 'ndcg@10', 'headShare@10'])
      expect(Math.abs(metrics[name]! - chance[name]!), name).toBeLessThan(0.04);
    expect(metrics['coverage@10']).toBe(1);
  });

  it('are of distinct candidates, with the wanted ones where they stand', () => {
    const ranks = randomPlaces(dataset);
    const [target] = dataset.split.test;
    const many = { ...target!, items: Uint32Array.from({ length: 30 }, (_, i) => i) };
    const removed = Uint32Array.from({ length: 60 }, (_, i) => 5 + i);
    const { greater, ties, shown } = ranks.rank(many, removed);
    const candidates = [...greater].slice(0, 5);
    expect([...greater].slice(5)).toEqual(Array.from({ length: 25 }, () => Infinity));
    expect(new Set(candidates).size).toBe(5);
    expect(candidates.every((place) => place >= 0 && place < 40)).toBe(true);
    expect([...ties]).toEqual(Array.from({ length: 30 }, () => 0));
    expect(new Set(shown).size).toBe(10);
    shown.forEach((item, place) => {
      expect(removed.includes(item)).toBe(false);
      expect(item < 5 ? candidates[item] : place).toBe(place);
      if (item >= 5) expect(candidates.includes(place)).toBe(false);
    });
    const few = Uint32Array.from({ length: 96 }, (_, i) => 4 + i);
    const { shown: all } = ranks.rank({ ...target!, items: Uint32Array.of(2) }, few);
    expect([...all].filter((item) => item !== 0xffffffff).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
  });
});
