import { describe, expect, it } from 'vitest';
import type { Protocol } from '../data/dataset';
import { allUsersTable } from './all-users';
import { speak } from './words';
import type { InterestsOverall, ListFigures } from '../lab/evaluate/overall';

const PROTOCOL: Protocol = {
  split: 'leave-last-out',
  repeats: 'first',
  ties: 'strict',
  minItemEvents: 5,
  minUserEvents: 3,
  keepSeen: false,
  where: '',
  positives: '',
  weight: '',
};
const figures = (recall: number, leastRecall: number | null): ListFigures => ({
  recall,
  coverage: 0.5,
  headShare: 0.25,
  leastRecall,
  leastUsers: leastRecall === null ? 0 : 24,
});
const overall: InterestsOverall = {
  step: 7,
  k: 10,
  category: 'genre',
  diversity: 0,
  users: 182,
  merged: figures(0.4, 0.2),
  popularity: figures(0.1, 0.05),
  alone: [
    { interest: 0, users: 182, figures: figures(0.3, 0.1) },
    { interest: 1, users: 90, figures: figures(0.2, null) },
  ],
};

describe('the figures of all users', () => {
  it('stand in a row for the merged list, for each interest, and for Popularity', () => {
    const { head, rows, about } = allUsersTable(overall, PROTOCOL, speak('en'));
    expect(head).toEqual(['List', 'Users', 'Recall', 'Coverage', 'Head share', 'Rarest']);
    expect(rows).toEqual([
      { name: 'Merged', users: 182, figures: [0.4, 0.5, 0.25, 0.2] },
      { name: 'Interest 1', users: 182, figures: [0.3, 0.5, 0.25, 0.1] },
      { name: 'Interest 2', users: 90, figures: [0.2, 0.5, 0.25, null] },
      { name: 'Popularity', users: 182, figures: [0.1, 0.5, 0.25, 0.05] },
    ]);
    expect(about[0]).toMatch(/^Top 10 of each list\. Leave-last-out.*182 users tested\.$/);
    expect(about[1]).toMatch(/least-used genre in training \(24 users\)\.$/);
  });

  it('say with how much variety the merged list was made, where it was with some', () => {
    const { about } = allUsersTable({ ...overall, diversity: 0.5 }, PROTOCOL, speak('en'));
    expect(about[1]).toBe('Merged with a variety bonus of 0.5.');
    expect(about).toHaveLength(3);
  });

  it('say nothing of a rarest category where none was asked for', () => {
    const { head, rows, about } = allUsersTable({ ...overall, category: null }, PROTOCOL, speak('en'));
    expect([head.length, rows[0]?.figures.length, about.length]).toEqual([5, 3, 1]);
  });
});
