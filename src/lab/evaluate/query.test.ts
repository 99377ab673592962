import { expect, it } from 'vitest';
import type { Target } from '../../data/dataset';
import { inOrderAsked } from './query';

const asking = (...items: number[]): Target => ({ items: Uint32Array.from(items) }) as Target;

it('what was ranked in another order is told in the order in which it is asked about: standings and lists', () => {
  // The third one was ranked first, then the first.
  const found = inOrderAsked(
    {
      greater: Float64Array.of(30, 10, 20, 21),
      ties: Uint32Array.of(3, 1, 2, 9),
      top: Uint32Array.of(300, 301, 100, 101, 200, 201),
      topScores: Float32Array.of(3.5, 3, 1.5, 1, 2.5, 2),
    },
    [asking(5), asking(6, 7), asking(8)],
    [2, 0, 1],
  );
  expect(found).toEqual({
    greater: Float64Array.of(10, 20, 21, 30),
    ties: Uint32Array.of(1, 2, 9, 3),
    top: Uint32Array.of(100, 101, 200, 201, 300, 301),
    topScores: Float32Array.of(1.5, 1, 2.5, 2, 3.5, 3),
  });
});
