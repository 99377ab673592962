import { describe, expect, it } from 'vitest';
import { perEvent } from '../testing';
import hobbies from './world';

const world = hobbies.generate({ events: 24_000, seed: 11 });

describe('the hobby shop', () => {
  it('sells twelve shelves of 48 goods, and what is bought for a hobby stands on its shelf', () => {
    const shelves = perEvent(world, 'item', 'shelf');
    expect(new Set(shelves).size).toBe(12);
    expect(world.items.rows).toBe(576);
    const bought = shelves.filter((_, row) => world.truth.stray[row] === 0);
    const meant = world.truth.eventInterest.filter((_, row) => world.truth.stray[row] === 0);
    expect(bought).toEqual(meant);
  });

  it('gives everyone two to six hobbies, each of three quarters the share of the next dearer one', () => {
    const makers = world.users.columns.find(({ name }) => name === 'maker')!;
    const counts = Array.from(makers.codes, (code) => world.truth.interests(makers.dictionary[code]!));
    expect([...new Set(counts.map(({ length }) => length))].sort()).toEqual([2, 3, 4, 5, 6]);
    for (const shares of counts)
      shares.slice(1).forEach(({ share }, n) => expect(share / shares[n]!.share).toBeCloseTo(0.75, 6));
  });
});
