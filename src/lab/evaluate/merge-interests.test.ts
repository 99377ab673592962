import { describe, expect, it } from 'vitest';
import { controlled, mergeInterests } from './merge-interests';

const list = (interest: number, ...items: [item: number, score: number][]) => ({
  interest,
  items: items.map(([item, score]) => ({ item, score })),
});

describe('the list of several interests', () => {
  it('takes the largest score of each item, ties by lowest item, and says who found it and whose score it is', () => {
    expect(mergeInterests([list(0, [7, 5], [2, 4], [9, 1]), list(2, [2, 6], [5, 4], [9, 4])], 4)).toEqual([
      { item: 2, score: 6, interest: 2, foundBy: [0, 2] },
      { item: 7, score: 5, interest: 0, foundBy: [0] },
      { item: 5, score: 4, interest: 2, foundBy: [2] },
      { item: 9, score: 4, interest: 2, foundBy: [0, 2] },
    ]);
  });

  // Items 1, 2, 3 of category 0, item 4 of category 1, item 5 of both: 4 gains .5 once 1 is chosen (1.4 + .5 > 1.8), 2
  // gains .5 after 4.
  it('with a diversity prefers what differs from the items before it', () => {
    const candidates = mergeInterests([list(0, [1, 2], [2, 1.8], [3, 1.7], [4, 1.4], [5, 1.3])], 5);
    const categories: Record<number, number[]> = { 1: [0], 2: [0], 3: [0], 4: [1], 5: [0, 1] };
    const order = (diversity: number) =>
      controlled(candidates, (item) => categories[item]!, diversity, 5).map(({ item }) => item);
    expect(order(0)).toEqual([1, 2, 3, 4, 5]);
    expect(order(0.5)).toEqual([1, 4, 2, 3, 5]);
    expect(controlled(candidates, (item) => categories[item]!, 0.5, 2)).toHaveLength(2);
  });

  it('takes items of no category for alike, not for different from each other', () => {
    const candidates = mergeInterests([list(0, [1, 2], [2, 1.9], [3, 1.8])], 3);
    expect(controlled(candidates, (item) => (item === 3 ? [0] : []), 0.5, 3).map(({ item }) => item)).toEqual([
      1, 3, 2,
    ]);
  });
});
