import { expect, it } from 'vitest';
import { datasetOf, randomRows, type Row } from '../../../data/testing';
import { membersOf, shortened, sizeOf, trainingSets } from './training-sets';

it('long histories are cut to their last items, of which both sides know', () => {
  const long = Array.from({ length: 12 }, (_, n): Row => ['long', `i${n}`, n]);
  const dataset = datasetOf([...long, ...randomRows(4, { users: 20, items: 9, rows: 150 })]);
  const sets = trainingSets(dataset);
  const most = 5;
  const cut = shortened(sets, most);
  const pairs: [user: number, item: number][] = [];
  for (let user = 0; user < sets.users; user++) {
    const last = Array.from(membersOf(sets.itemsOf, user)).slice(-most);
    expect(Array.from(membersOf(cut.itemsOf, user))).toEqual(last);
    for (const item of last) pairs.push([user, item]);
  }
  expect(Math.max(...dataset.users.map((_, user) => sizeOf(sets.itemsOf, user)))).toBeGreaterThan(most);
  for (let item = 0; item < sets.items; item++)
    expect(Array.from(membersOf(cut.usersOf, item))).toEqual(
      pairs.filter(([, other]) => other === item).map(([user]) => user),
    );
  expect(shortened(sets, 1000)).toBe(sets);
});
