import { describe, expect, it } from 'vitest';
import { cells, chiSquarePerFreedom, generate, known, mainPulls, roleColumn } from '../testing';

describe('the listening circles', () => {
  const world = generate('podcasts', 5, 12_000);
  const isCircle = (interest: string): boolean => interest.startsWith('circle');

  it('has few events of most listeners, nearly all of them from two circles', () => {
    const counts = new Map<string, number>();
    for (const listener of roleColumn(world, 'user')) counts.set(listener, (counts.get(listener) ?? 0) + 1);
    const sorted = [...counts.values()].sort((a, b) => a - b);
    expect(sorted[0]).toBeGreaterThanOrEqual(5);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(10);
    const [listener] = cells(world.users, 'listener');
    expect(
      world.truth
        .interests(listener!)
        .filter(({ interest }) => isCircle(interest))
        .map(({ share }) => share),
    ).toEqual([0.65, 0.2]);
  });

  it('tells the circle of a show in no column, and spreads every circle over the categories', () => {
    const circles = mainPulls(world, isCircle);
    expect(new Set(circles).size).toBeGreaterThan(20);
    for (const column of ['category', 'length', 'artwork']) {
      expect([column, chiSquarePerFreedom(...known(cells(world.items, column), circles)) < 1.5]).toEqual([
        column,
        true,
      ]);
    }
  });
});
