import { describe, expect, it } from 'vitest';
import { datasetOf, randomRows } from '../../data/testing';
import type { Dataset, Target } from '../../data/dataset';
import { createRandom } from '../../data/random';
import { chanceMetrics } from './chance';
import { evaluateScorer, removedItems } from './rank';

const ROWS = randomRows(1, { users: 60, items: 40, rows: 1100 });
const SPLITS = ['leave-last-out', 'last-fifth', 'random'] as const;

/** The mean of many rankings by uniform numbers, and its standard error, of each figure. */
async function simulated(dataset: Dataset, targets: readonly Target[], rounds: number) {
  const random = createRandom(1, 'simulated chance');
  const all: Record<string, number>[] = [];
  for (let n = 0; n < rounds; n++)
    all.push(
      (
        await evaluateScorer(dataset, targets, ({ length }) =>
          Float32Array.from({ length: length * dataset.items.length }, () => random.uniform()),
        )
      ).metrics,
    );
  return (name: string) => {
    const values = all.map((metrics) => metrics[name]!);
    const mean = values.reduce((a, b) => a + b) / rounds;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (rounds - 1);
    return { mean, error: Math.sqrt(variance / rounds) };
  };
}

describe('chance', () => {
  it.each(SPLITS.flatMap((split) => [true, false].map((keepSeen) => ({ split, keepSeen }))))(
    'is the mean of many random rankings: $split, seen items kept: $keepSeen',
    async (protocol) => {
      const dataset = datasetOf(ROWS, protocol);
      const targets = dataset.split.validation.slice(0, 20);
      const chance = chanceMetrics(dataset, targets);
      const of = await simulated(dataset, targets, 300);
      expect(Object.keys(chance).toSorted()).toEqual(['coverage@10', 'headShare@10', 'hr@10', 'ndcg@10', 'recall@10']);
      for (const [name, value] of Object.entries(chance)) {
        const { mean, error } = of(name);
        expect(error, name).toBeLessThan(0.02);
        expect(Math.abs(mean - value), `${name}: ${mean} by rankings, ${value} by chance`).toBeLessThan(
          4 * error + 1e-9,
        );
      }
    },
  );

  it('is K of the candidates, without those of the history', () => {
    const dataset = datasetOf(ROWS);
    const target = dataset.split.validation.find(({ items }) => items.length === 1);
    const candidates = dataset.items.length - removedItems(dataset, target!).length;
    expect(candidates).toBeLessThan(dataset.items.length);
    expect(chanceMetrics(dataset, [target!])['hr@10']).toBeCloseTo(10 / candidates, 12);
    const kept = datasetOf(ROWS, { keepSeen: true });
    expect(chanceMetrics(kept, [target!])['hr@10']).toBeCloseTo(10 / dataset.items.length, 12);
  });

  it('shows a catalogue of ten as a whole, and says nothing without targets', () => {
    const dataset = datasetOf(randomRows(2, { users: 20, items: 10, rows: 120 }), { keepSeen: true });
    expect(chanceMetrics(dataset, dataset.split.validation)).toMatchObject({ 'hr@10': 1, 'coverage@10': 1 });
    expect(chanceMetrics(dataset, [])).toEqual({});
  });
});
