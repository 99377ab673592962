import { expect, it } from 'vitest';
import type { RankedItem, Retrieval } from '../../../lab/evaluate/retrieve';
import {
  editOf,
  isChanged,
  NEW_PERSON,
  risen,
  toggled,
  whoOf,
  withEvent,
  withField,
  withoutEvent,
} from './person-edit';

const named = (item: number) => ({ item, id: `i${item}`, title: `Item ${item}`, note: '' });
const ranked = (item: number): RankedItem => ({ ...named(item), score: 1, hit: false, seen: false });
/** Events 10, 11 and 12 of items 0, 1 and 2. */
const before: Retrieval = {
  user: 4,
  userId: 'u4',
  userTitle: 'Ann',
  userNote: '',
  history: [2, 1, 0].map((item) => ({ ...named(item), event: 10 + item, time: item })),
  targets: [],
  model: [5, 6, 7].map(ranked),
  popularity: [],
  step: 1,
};

it('is the user himself as long as nothing is changed, and again when all is taken back', () => {
  const edit = editOf(before);
  expect([whoOf(edit), isChanged(edit)]).toEqual([4, false]);
  const back = withoutEvent(withEvent(toggled(toggled(edit, 11), 11), named(8)), 0);
  expect(whoOf(withField(withField(back, 'city', 'Rome', 'Oslo'), 'city', 'Oslo', 'Oslo'))).toBe(4);
});

it('has the events that are left, oldest first, and then those added in the order they were', () => {
  const edit = withField(withEvent(withEvent(toggled(editOf(before), 11), named(8)), named(9)), 'city', 'Rome', 'Oslo');
  expect(isChanged(edit)).toBe(true);
  expect(whoOf(edit)).toEqual({
    base: 4,
    history: [{ event: 10 }, { event: 12 }, { item: 8 }, { item: 9 }],
    fields: { city: 'Rome' },
  });
  // Newest first, as they are shown.
  expect(whoOf(withoutEvent(edit, 0))).toMatchObject({ history: [{ event: 10 }, { event: 12 }, { item: 8 }] });
});

it('of nobody is a person from the start', () => {
  expect(isChanged(NEW_PERSON)).toBe(true);
  expect(whoOf(withEvent(NEW_PERSON, named(3)))).toEqual({ base: null, history: [{ item: 3 }], fields: {} });
});

it('tells how far an item has come against the list before', () => {
  expect([risen(before, 7, 0), risen(before, 5, 2), risen(before, 6, 1), risen(before, 8, 0)]).toEqual([
    2,
    -2,
    0,
    null,
  ]);
});
