import { describe, expect, it } from 'vitest';
import type { Field } from '../data/dataset';
import { idsTogether } from '../data/interleave';
import { gatherSlots, gatherTogether } from './slots';

const field = (name: string, ...ids: number[]): Field => ({ name, owner: 'user', kind: 'categorical', rows: 10, vocabulary: [], length: 1, ids: Uint32Array.from(ids), weights: null });

describe('fields gathered together', () => {
  it('are what each of them is by itself, the rows past the owners’ end too', () => {
    const fields = [field('a', 1, 2, 3), field('b', 4, 5, 6), field('c', 7, 8, 9)];
    const firstRows = Uint32Array.of(100, 200, 300);
    const places = Uint32Array.of(2, 8, 14);
    const owners = Uint32Array.of(2, 0, 2, 1);
    const rows = 6;
    // Left over from a larger set of rows.
    const words = new Uint32Array(22).fill(77);
    gatherTogether(idsTogether(fields), owners, firstRows, places, rows, words);
    const expected = new Uint32Array(22).fill(77);
    fields.forEach((one, f) => gatherSlots(one, firstRows[f]!, owners, null, expected.subarray(places[f], places[f]! + rows), null));
    expect([...words]).toEqual([...expected]);
    expect([...words.subarray(8, 14)]).toEqual([206, 204, 206, 205, 200, 200]);
  });
});
