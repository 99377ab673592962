import { describe, expect, it } from 'vitest';
import type { Field } from '../../../data/dataset';
import { NOWHERE } from '../../../engine/embedding/slots';
import { gatherSlots, markTokens, newest } from './slots';
import { mostSlots, usedSlots } from './used-slots';

const field = (length: number, ids: readonly number[], weights: readonly number[] | null = null): Field => ({
  name: 'f',
  owner: 'user',
  kind: 'bag',
  rows: 10,
  vocabulary: [],
  length,
  ids: Uint32Array.from(ids),
  weights: weights && Float32Array.from(weights),
});

describe('the used slots of a field', () => {
  it('of one slot and no weights are its ids', () => {
    const one = field(1, [3, 1, 2]);
    expect(usedSlots(one)).toEqual({ start: null, ids: one.ids, weight: null });
    expect(usedSlots(one)).toBe(usedSlots(one));
    expect(mostSlots(usedSlots(one))).toBe(1);
  });

  it('of a bag leave out what has no weight', () => {
    const bag = usedSlots(field(3, [4, 5, 0, 6, 0, 0, 0, 0, 0, 7, 8, 9], [0.5, 0.5, 0, 1, 0, 0, 0, 0, 0, ...thirds]));
    expect(bag).toEqual({
      start: Uint32Array.of(0, 2, 3, 3, 6),
      ids: Uint32Array.of(4, 5, 6, 7, 8, 9),
      weight: Float32Array.of(0.5, 1, 0, thirds[0]!),
    });
    expect(mostSlots(bag)).toBe(3);
  });

  it('of a text all count one, and of a number whose weight is 0 none is there', () => {
    expect(usedSlots(field(2, [4, 5, 6, 0, 0, 0], [1, 1, 1, 0, 0, 0]))).toEqual({
      start: Uint32Array.of(0, 2, 3, 3),
      ids: Uint32Array.of(4, 5, 6),
      weight: null,
    });
    expect(usedSlots(field(1, [2, 2, 2], [-1.5, 0, 2])).start).toEqual(Uint32Array.of(0, 1, 1, 2));
    expect(usedSlots(field(1, [2, 2], [-1.5, 2]))).toEqual({
      start: null,
      ids: Uint32Array.of(2, 2),
      weight: Float32Array.of(-1.5, 2),
    });
  });

  it('have one weight for each owner, or are refused', () => {
    expect(() => usedSlots(field(2, [4, 5], [0.25, 0.75]))).toThrow('the slots of "f" have different weights');
  });
});

const thirds = [1 / 3, 1 / 3, 1 / 3];

describe('what rows write of their owners', () => {
  it('are the slots, none behind the last one and none past the owners, and the weights', () => {
    const slots = usedSlots(field(2, [4, 5, 6, 0, 0, 0], [0.5, 0.5, 1, 0, 0, 0]));
    const ids = new Uint32Array(8).fill(77);
    const weights = new Float32Array(4).fill(9);
    gatherSlots(slots, Uint32Array.of(1, 0, 2), 2, ids, weights);
    expect([...ids]).toEqual([6, NOWHERE, 4, 5, NOWHERE, NOWHERE, NOWHERE, NOWHERE]);
    expect([...weights.subarray(0, 3)]).toEqual([1, 0.5, 0]);
    gatherSlots(usedSlots(field(1, [3, 1, 2])), Uint32Array.of(2, 0), 1, ids.subarray(0, 4), null);
    expect([...ids.subarray(0, 4)]).toEqual([2, 3, NOWHERE, NOWHERE]);
  });

  it('are no more tokens than are read', () => {
    const slots = usedSlots(field(3, [4, 5, 6, 7, 0, 0, 0, 0, 0], [1, 1, 1, 1, 0, 0, 0, 0, 0]));
    const ids = new Uint32Array(6);
    gatherSlots(slots, Uint32Array.of(0, 1, 2), 2, ids, null);
    expect([...ids]).toEqual([4, 5, 7, NOWHERE, NOWHERE, NOWHERE]);
    const mask = new Float32Array(8).fill(1);
    markTokens(slots, Uint32Array.of(0, 1, 2), 2, mask);
    expect([...mask]).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
  });

  it('are the newest columns of what is right-aligned, 0 in rows that are no more', () => {
    expect([...newest(Float32Array.of(1, 2, 3, 4, 5, 6), 3, 2, 3)]).toEqual([2, 3, 5, 6, 0, 0]);
  });
});
