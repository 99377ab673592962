import { describe, expect, it } from 'vitest';
import type { Field } from '../../../data/dataset';
import { maskOf } from '../../../data/history';
import { idsTogether } from '../../../data/interleave-columns';
import { followCounts, gatherNewest, gatherSlots, gatherTogether } from './slots';

const field = (name: string, ...ids: number[]): Field => ({
  name,
  owner: 'user',
  kind: 'categorical',
  rows: 10,
  vocabulary: [],
  length: 1,
  ids: Uint32Array.from(ids),
  weights: null,
});

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
    fields.forEach((one, f) =>
      gatherSlots(one, firstRows[f]!, owners, null, expected.subarray(places[f], places[f]! + rows), null),
    );
    expect([...words]).toEqual([...expected]);
    expect([...words.subarray(8, 14)]).toEqual([206, 204, 206, 205, 200, 200]);
  });
});

describe('the past of a batch after that of another', () => {
  it('has the mask of its own counts: longer, shorter, cut to the columns, and rows that are no more', () => {
    const length = 3;
    const counts = new Uint32Array(4);
    const mask = new Float32Array(counts.length * length);
    for (const [all, kept] of [
      [
        [1, 3, 0, 2],
        [1, 3, 0, 2],
      ],
      [
        [2, 1, 9, 2],
        [2, 1, 3, 2],
      ],
      [
        [0, 5],
        [0, 3, 0, 0],
      ],
      [
        [3, 3, 3, 3],
        [3, 3, 3, 3],
      ],
    ] as const) {
      followCounts(Uint32Array.from(all), length, counts, mask);
      expect([...counts]).toEqual(kept);
      expect([...mask]).toEqual([...maskOf(counts, length)]);
    }
  });

  it('has the ids of its newest events; slots of no event keep what they held', () => {
    const ids = new Uint32Array(6).fill(77);
    gatherNewest(field('a', 1, 2, 3), 100, Uint32Array.of(0, 2, 1, 0, 0, 2), 3, Uint32Array.of(2, 1), ids);
    expect([...ids]).toEqual([77, 103, 102, 77, 77, 103]);
  });
});
