import { describe, expect, it } from 'vitest';
import type { Protocol } from './dataset';
import { trainingHistories } from './history';
import { leftOut, trainingRows } from './split-facts';
import { datasetOf, randomRows, type Row } from './testing';
import { trainingPart } from './training-part';

const facts = (rows: readonly Row[], changes: Partial<Protocol> = {}) => {
  const dataset = datasetOf(rows, changes);
  return { leftOut: leftOut(dataset), ...trainingRows(dataset) };
};
/** So many events on items of their own, at these times. */
const person = (user: string, ...times: number[]): Row[] => times.map((time, i) => [user, `x${i}`, time]);

describe('what a split leaves out', () => {
  it('leave-last-out: users with fewer than three moments, whose rows train; of every first moment the past is empty', () => {
    // Training rows: three of ann, two of them at her first moment; one of bob; all three of cat and the one of dan,
    // who are not asked.
    expect(
      facts([
        ...person('ann', 1, 1, 2, 3, 4),
        ...person('bob', 1, 2, 3),
        ...person('cat', 1, 1, 2),
        ...person('dan', 5),
      ]),
    ).toEqual({
      leftOut: { validation: { 'few-moments': 2 }, test: { 'few-moments': 2 } },
      withoutHistory: 6 / 8,
      untested: 4 / 8,
    });
  });

  it('counts every line as a moment where the order of lines decides', () => {
    // Now cat is asked too: ann trains with three rows, bob and cat with one each, dan with one.
    expect(
      facts(
        [...person('ann', 1, 1, 2, 3, 4), ...person('bob', 1, 2, 3), ...person('cat', 1, 1, 2), ...person('dan', 5)],
        { ties: 'file' },
      ),
    ).toEqual({
      leftOut: { validation: { 'few-moments': 1 }, test: { 'few-moments': 1 } },
      withoutHistory: 4 / 6,
      untested: 1 / 6,
    });
  });

  it('last-fifth: the same users', () => {
    // Of ten events ann keeps seven for training; bob and cat train alone.
    expect(
      facts([...person('ann', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), ...person('bob', 1, 2), ...person('cat', 1)], {
        split: 'last-fifth',
      }),
    ).toEqual({
      leftOut: { validation: { 'few-moments': 2 }, test: { 'few-moments': 2 } },
      withoutHistory: 3 / 10,
      untested: 3 / 10,
    });
  });

  it('time: users without events in the part, and those whose events in it have nothing before them', () => {
    // 20 events: the cuts are at the 17th and the 19th, at times 8 and 9. ann has events in all parts, bob trains only,
    // cat has no past before 8, dan none before 9.
    const rows = [
      ...person('ann', 1, 2, 3, 4, 5, 6, 7, 8, 9),
      ...person('bob', 1, 2, 3, 3, 4, 5, 6, 6, 7),
      ...person('cat', 8),
      ...person('dan', 9),
    ];
    expect(facts(rows, { split: 'time' })).toEqual({
      leftOut: { validation: { 'no-events': 2, 'no-history': 1 }, test: { 'no-events': 2, 'no-history': 1 } },
      withoutHistory: 2 / 16,
      untested: 9 / 16,
    });
  });

  it('random: users with fewer than three events; the past of a row is all the rest of its user, which is nothing for who has one', () => {
    // Of ten events eight train, of three one: with nothing beside it, as the one of dan. The two of cat have each
    // other.
    expect(
      facts(
        [
          ...person('ann', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
          ...person('bob', 1, 2, 3),
          ...person('cat', 1, 2),
          ...person('dan', 1),
        ],
        { split: 'random' },
      ),
    ).toEqual({
      leftOut: { validation: { 'few-events': 2 }, test: { 'few-events': 2 } },
      withoutHistory: 2 / 12,
      untested: 3 / 12,
    });
  });

  it.each(['leave-last-out', 'last-fifth', 'time', 'random'] as const)(
    '%s: everybody is asked or counted, and rows without history are those whose encoded history is empty',
    (split) => {
      for (let seed = 0; seed < 10; seed++) {
        const dataset = datasetOf(randomRows(seed, { users: 25, rows: 90, days: 20 }), { split });
        const left = leftOut(dataset);
        for (const part of ['validation', 'test'] as const) {
          expect(dataset.split[part].length + Object.values(left[part]).reduce((sum, n) => sum + n, 0)).toBe(
            dataset.users.length,
          );
        }
        const training = trainingPart(dataset);
        const { counts } = trainingHistories(dataset, training).of(
          { drawn: Uint32Array.from(training.user.keys()), users: training.user },
          1,
        );
        expect(trainingRows(dataset).withoutHistory).toBe(counts.filter((count) => count === 0).length / counts.length);
      }
    },
  );
});
