import { describe, expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import { referenceDataset } from './data';
import { createProblem, idBatch } from './problem';

const sizes = { userFields: 5, itemFields: 3, seed: 7, events: 2 ** 16 };
const small = referenceDataset({ ...sizes, rows: 20_000 });
const large = referenceDataset({ ...sizes, rows: 60_000 });

describe('the log of the bench', () => {
  it('touches equally many rows whatever the size of the tables, spread over all of them', () => {
    const touched = [small, large].map((dataset) => {
      const batches = createBatches(dataset, { batch: 512, historyLength: 20, seed: 7 });
      return [0, 1].map((step) => {
        const { users, items, history } = batches.at(step);
        const past = history.owners.filter((_, at) => history.mask[at] === 1);
        return {
          users: new Set(users).size,
          items: new Set([...items, ...past]).size,
          past: past.length,
          furthest: Math.max(...items) / dataset.items.length,
        };
      });
    });
    for (const step of [0, 1]) {
      const [a, b] = [touched[0]![step]!, touched[1]![step]!];
      expect({ ...a, furthest: 0 }).toEqual({ ...b, furthest: 0 });
      expect(Math.min(a.furthest, b.furthest)).toBeGreaterThan(0.9);
    }
  });

  it('fills every batch and gives every event a history of 1 to 20', () => {
    const batches = createBatches(small, { batch: 1024, historyLength: 20, seed: 7 });
    const lengths = new Map<number, number>();
    for (let step = 0; step < batches.stepsPerEpoch; step++) {
      const { real, history } = batches.at(step);
      expect(real).toBe(1024);
      for (let row = 0; row < 1024; row++) {
        const length = history.counts[row]!;
        expect(history.mask.subarray(row * 20, row * 20 + 20)).toEqual(
          Float32Array.from({ length: 20 }, (_, t) => (t < 20 - length ? 0 : 1)),
        );
        lengths.set(length, (lengths.get(length) ?? 0) + 1);
      }
    }
    expect([...lengths.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('draws ids by a power law: the share of rank r falls as 1 / (r + 50)', () => {
    const counts = [...small.split.itemCounts].sort((a, b) => b - a);
    const expected = (from: number, to: number): number =>
      Math.log((to + 50) / (from + 50)) / Math.log((19_998 + 50) / 50);
    for (const [from, to] of [
      [0, 100],
      [100, 1000],
      [1000, 19_998],
    ] as const) {
      const share = counts.slice(from, to).reduce((a, b) => a + b, 0) / 2 ** 16;
      expect(Math.abs(share / expected(from, to) - 1)).toBeLessThan(0.1);
    }
  });

  it('gives the other implementations rows of tables, the reserved ones never, and the same again for the same seed', () => {
    const setting = { graph: 'deeper', batch: 64, rows: 500, seed: 1, events: 1024 } as const;
    const problem = createProblem(setting);
    const ids = idBatch(problem, problem.batches.at(3));
    expect([ids.user.length, ids.item.length]).toEqual([8, 6]);
    for (const rows of [...ids.user, ...ids.item]) expect(Math.min(...rows)).toBeGreaterThanOrEqual(2);
    ids.history.forEach((row, at) => expect(row >= 2).toBe(ids.mask[at] === 1));
    expect(problem.compiled.weights.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        ...[...problem.towers.user.fields, ...problem.towers.item.fields].map(({ table }) => table),
        ...[...problem.towers.user.layers, ...problem.towers.item.layers].flatMap(({ kernel, bias }) => [kernel, bias]),
      ]),
    );
    expect(problem.compiled.weights).toHaveLength(8 + 6 + 12);
    expect(referenceDataset({ ...sizes, rows: 20_000 }).events.item).toEqual(small.events.item);
  });
});
