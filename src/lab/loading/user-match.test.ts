import { expect, it } from 'vitest';
import { matchOf } from './user-match';

it('prefers the whole name to its beginning, and that to a part', () => {
  const rank = (text: string, id: string, title = id) => matchOf(text, { id, title });
  expect([rank('42', '42'), rank('42', '429'), rank('42', '142'), rank('42', '24')]).toEqual([0, 1, 2, null]);
  expect([rank(' anna ', 'u7', 'Anna'), rank('AN', 'u7', 'Anna'), rank('na', 'u7', 'Anna')]).toEqual([0, 1, 2]);
  expect(rank('', 'u7')).toBe(1);
});
