import { expect, it } from 'vitest';
import { datasetOf, randomRows } from '../../data/testing';
import { CHOICE_USERS, choiceTargets } from './choices';
import { figuresByRow } from './rows';

const dataset = datasetOf(randomRows(1, { users: 40, items: 20, rows: 600 }));
const [target] = dataset.split.validation;
const withUsers = (users: number): typeof dataset => ({
  ...dataset,
  split: { ...dataset.split, validation: Array.from({ length: users }, (_, user) => ({ ...target!, user })) },
});

it('choices are made on all users of the validation part, up to so many evenly spaced ones of them', () => {
  expect(choiceTargets(dataset)).toBe(dataset.split.validation);
  const usersOf = (users: number) => choiceTargets(withUsers(users)).map(({ user }) => user);
  expect(usersOf(CHOICE_USERS)).toHaveLength(CHOICE_USERS);
  const chosen = usersOf(50_000);
  expect([chosen.length, new Set(chosen).size]).toEqual([CHOICE_USERS, CHOICE_USERS]);
  const gaps = chosen.slice(1).map((user, at) => user - chosen[at]!);
  expect(gaps.every((gap) => gap === 3 || gap === 4)).toBe(true);
  expect(50_000 - chosen.at(-1)!).toBeLessThanOrEqual(4);
});

it('figures say how many they were, where they were not all', () => {
  const counted = { ease: { metrics: {}, chosen: { lambda: 20 } } };
  expect(figuresByRow(withUsers(50_000), counted)).toMatchObject({ chosenOn: CHOICE_USERS });
  expect(figuresByRow(withUsers(50_000), { popularity: { metrics: {} } })).not.toHaveProperty('chosenOn');
  expect(figuresByRow(dataset, counted)).not.toHaveProperty('chosenOn');
});
