import { describe, expect, it } from 'vitest';
import { merged, RRF_DEPTH } from './merge';

const list = (weight: number, ...items: number[]) => ({ items: Uint32Array.from(items), weight });

describe('quotas by weights', () => {
  // Quotients of 3 and 1: 3, 1 | 1, 1 (a tie: the first) | .6, 1 | .6, .33 ...: the first has three of each four.
  it('deal out the places in proportion, from the first on', () => {
    const [a, b] = [list(3, 10, 11, 12, 13, 14, 15), list(1, 20, 21, 22, 23)];
    expect([...merged([a, b], 'quota', 8)]).toEqual([10, 11, 20, 12, 13, 14, 21, 15]);
    expect([...merged([list(6, ...a.items), list(2, ...b.items)], 'quota', 8)], 'weights are relative').toEqual([
      10, 11, 20, 12, 13, 14, 21, 15,
    ]);
    for (const keep of [1, 3, 5])
      expect([...merged([a, b], 'quota', keep)]).toEqual([10, 11, 20, 12, 13].slice(0, keep));
  });

  it('give an item that several have one place, and who comes later his next one', () => {
    expect([...merged([list(1, 1, 2, 3), list(1, 1, 2, 4)], 'quota', 4)]).toEqual([1, 2, 3, 4]);
    expect([...merged([list(1, 1, 2, 3), list(1, 2, 1, 5)], 'quota', 4)]).toEqual([1, 2, 3, 5]);
  });

  it('go to the others where one has no items left', () => {
    expect([...merged([list(5, 1), list(1, 2, 3, 4)], 'quota', 4)]).toEqual([1, 2, 3, 4]);
    expect([...merged([list(5, 1), list(1, 1)], 'quota', 4)]).toEqual([1]);
    expect([...merged([list(5), list(1)], 'quota', 4)]).toEqual([]);
  });
});

describe('reciprocal rank fusion', () => {
  // 7: 1/61 + 1/62 = .0325; 5: 1/62 + 1/63 = .0320; 3: 1/61 = .0164; 9: 1/63 = .0159.
  it('puts in front what several lists have', () => {
    expect([...merged([list(1, 7, 5, 9), list(1, 3, 7, 5)], 'rrf', 4)]).toEqual([7, 5, 3, 9]);
    expect([...merged([list(1, 7, 5, 9), list(1, 3, 7, 5)], 'rrf', 1)]).toEqual([7]);
  });

  // 3: 5/61 = .0820; 7: 1/61 + 5/62 = .0970; 5: 1/62 + 5/63 = .0955; 9: 1/63.
  it('counts a list as much as it weighs', () => {
    expect([...merged([list(1, 7, 5, 9), list(5, 3, 7, 5)], 'rrf', 4)]).toEqual([7, 5, 3, 9]);
    expect([...merged([list(1, 7, 5), list(2, 3, 4)], 'rrf', 4)]).toEqual([3, 4, 7, 5]);
    expect([...merged([list(2, 7, 5), list(1, 3, 4)], 'rrf', 4)]).toEqual([7, 5, 3, 4]);
  });

  it('orders ties by the best place, then by item', () => {
    expect([...merged([list(1, 8, 2), list(1, 4, 6)], 'rrf', 4)]).toEqual([4, 8, 2, 6]);
  });

  it('looks at no rank behind its depth; what stands there comes last, by its best place', () => {
    const from = (start: number) => Array.from({ length: RRF_DEPTH }, (_, at) => start + at);
    // By its rank of 1025 in both lists 9000 would stand before the last of each.
    const order = merged([list(1, ...from(0), 9000, 8000), list(1, ...from(2000), 9000, 7000, 5000)], 'rrf', 3000);
    expect([...order.subarray(2 * RRF_DEPTH)]).toEqual([9000, 7000, 8000, 5000]);
  });
});

it('one list alone stays as it is', () => {
  for (const rule of ['quota', 'rrf'] as const) expect([...merged([list(1, 4, 2, 9)], rule, 2)]).toEqual([4, 2]);
});
