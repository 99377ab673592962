import { expect, it } from 'vitest';
import { MOST_K } from '../../engine/kernels/retrieval/retrieval';
import { MOST_KEPT, mostOf, narrowed, stageOf, stopsTo } from './cut-offs';

it('no stage hands on more than the one before it, than there are items, or than a list holds', () => {
  const stages = [stageOf('a', 200), stageOf('b', 50), stageOf('c', 100)];
  expect(narrowed(stages, 5000).map(({ keep }) => keep)).toEqual([200, 50, 50]);
  expect(narrowed(stages, 30).map(({ keep }) => keep)).toEqual([30, 30, 30]);
  expect([0, 1, 2].map((at) => mostOf(stages, at, 5000))).toEqual([MOST_KEPT, 200, 50]);
  expect(mostOf(stages, 0, 30)).toBe(30);
  expect(MOST_KEPT).toBe(MOST_K);
});

it('a slider stops at every number up to the most that stands in a report, and at the most', () => {
  expect(stopsTo(200)).toEqual([1, 2, 5, 10, 20, 50, 100, 200]);
  expect(stopsTo(48)).toEqual([1, 2, 5, 10, 20, 48]);
  expect(stopsTo(1)).toEqual([1]);
});
