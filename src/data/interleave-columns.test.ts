import { describe, expect, it } from 'vitest';
import type { Field } from './dataset';
import { idsTogether, interleave } from './interleave-columns';

const field = (name: string, ...ids: number[]): Field => ({
  name,
  owner: 'item',
  kind: 'categorical',
  rows: 10,
  vocabulary: [],
  length: 1,
  ids: Uint32Array.from(ids),
  weights: null,
});

describe('columns side by side', () => {
  it('stand row by row', () => {
    expect([...interleave([Uint32Array.of(1, 2), Uint32Array.of(3, 4), Uint32Array.of(5, 6)])]).toEqual([
      1, 3, 5, 2, 4, 6,
    ]);
    expect([...interleave([Uint32Array.of(1, 2)])]).toEqual([1, 2]);
  });

  it('are made once for the same fields, and anew for others', () => {
    const [a, b, c] = [field('a', 1, 2), field('b', 3, 4), field('c', 5, 6)];
    const both = idsTogether([a, b]);
    expect([...both]).toEqual([1, 3, 2, 4]);
    expect(idsTogether([a, b])).toBe(both);
    expect([...idsTogether([a, c])]).toEqual([1, 5, 2, 6]);
    expect([...idsTogether([a, b, c])]).toEqual([1, 3, 5, 2, 4, 6]);
    expect([...idsTogether([field('a', 7, 8), b])]).toEqual([7, 3, 8, 4]);
  });
});
