import { expect, it } from 'vitest';
import { intoView } from './FocusInView';

it.each([
  ['lies in it', 20, 60, 0],
  ['begins before it', -30, 10, 40],
  ['ends behind it', 90, 130, -30],
  ['is longer than it and begins before', -5, 200, 15],
  ['is longer than it and ends behind', 40, 200, -30],
])('what %s moves as far as it has to', (_, from, to, moved) => expect(intoView(from, to, 10, 100)).toBe(moved));
