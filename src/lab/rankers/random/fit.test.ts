import { describe, expect, it } from 'vitest';
import { datasetOf, randomRows } from '../../../data/testing';
import { evaluateScorer, removedItems } from '../../evaluate/rank';
import { randomScorer } from './fit';

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
