import { expect, it } from 'vitest';
import { trainingPositives } from './positives';
import { datasetOf, randomRows } from './testing';
import { trainingPart } from './training-part';

it.each(['first', 'all'] as const)(
  'each training item of a user stands once, ascending, with repeats: %s',
  (repeats) => {
    let repeated = 0;
    for (let seed = 0; seed < 6; seed++) {
      const dataset = datasetOf(randomRows(seed), { repeats });
      const { events, split, users, items } = dataset;
      const { start, item } = trainingPositives(trainingPart(dataset), items.length);
      const own = (user: number) => Array.from(split.train).filter((e) => events.user[e] === user);
      users.forEach((_, user) => {
        const taken = own(user).map((e) => events.item[e]!);
        expect([...item.subarray(start[user], start[user + 1])]).toEqual([...new Set(taken)].sort((a, b) => a - b));
        repeated += taken.length - new Set(taken).size;
      });
      expect(start.at(-1)).toBe(item.length);
    }
    expect(repeated > 0).toBe(repeats === 'all');
  },
);
