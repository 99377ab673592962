import { expect, it } from 'vitest';
import { datasetOf, randomRows } from '../../data/testing';
import { findUsers } from './describe-data';
import { matchOf } from './user-match';

it('prefers the whole name to its beginning, and that to a part', () => {
  const rank = (text: string, id: string, title = id) => matchOf(text, { id, title });
  expect([rank('42', '42'), rank('42', '429'), rank('42', '142'), rank('42', '24')]).toEqual([0, 1, 2, null]);
  expect([rank(' anna ', 'u7', 'Anna'), rank('AN', 'u7', 'Anna'), rank('na', 'u7', 'Anna')]).toEqual([0, 1, 2]);
  expect(rank('', 'u7')).toBe(1);
});

it('lists the first of all test users who answer, the best first, and says how many there are', () => {
  const dataset = datasetOf(randomRows(2, { users: 130, items: 20, rows: 2500 }));
  for (const text of ['', '1', 'U12', '129', 'nobody'])
    for (const limit of [3, 500]) {
      const ranked = dataset.split.test.flatMap(({ user }) => {
        const rank = matchOf(text, { id: dataset.users[user]!, title: dataset.userTitles[user]! });
        return rank === null ? [] : [{ rank, user }];
      });
      const { users, matches } = findUsers(dataset, text, limit);
      expect(users.map(({ user }) => user)).toEqual(
        ranked
          .toSorted((a, b) => a.rank - b.rank)
          .slice(0, limit)
          .map(({ user }) => user),
      );
      expect(matches).toBe(ranked.length);
    }
});

it('makes the names of a data set ready once, however much is typed', () => {
  const dataset = datasetOf(randomRows(2, { users: 30, items: 20, rows: 600 }));
  let read = 0;
  const watched = new Proxy(dataset.users as string[], {
    get: (target, key) => {
      if (key === 'map') read += 1;
      return Reflect.get(target, key) as unknown;
    },
  });
  const own = { ...dataset, users: watched };
  for (const text of ['u', 'u1', 'u12', 'u1']) findUsers(own, text, 5);
  expect(read).toBe(1);
});
