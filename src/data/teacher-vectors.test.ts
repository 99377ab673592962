import { describe, expect, it } from 'vitest';
import { relevanceBy } from './relevance';
import { giveTeacher, teacherVectors } from './teacher-vectors';
import { datasetOf, type Row } from './testing';

const DAY = 86_400_000;
/** Of each user five items, the last two of them held out: ann trains on a, b, c and bob on f, g, h. */
const rowsOf = (user: string, items: string): Row[] => [...items].map((item, day) => [user, item, day * DAY]);
const dataset = datasetOf([...rowsOf('ann', 'abcde'), ...rowsOf('bob', 'fghde')]);
const TEACHER = { by: 'run', run: 'towers' } as const;

/** By item, those of which nothing is known left out. */
function relevanceIn(user: number): Record<string, number> {
  const out = new Float32Array(dataset.items.length);
  const judge = relevanceBy(TEACHER, dataset).among(Uint32Array.from(dataset.items.keys()));
  judge({ user, past: new Uint32Array(0) }, out);
  return Object.fromEntries(dataset.items.map((item, at) => [item, out[at]!] as const).filter(([, x]) => x === x));
}
/** A score of each item alone: [items x 1], and users who take it as it is, or turned about. */
const give = (scores: Record<string, number>, users: readonly number[]): void =>
  giveTeacher(dataset, 'towers', {
    users: Float32Array.from(users),
    items: Float32Array.from(dataset.items, (item) => scores[item]!),
  });
const SCORES = { a: 10, b: -3, c: 2, f: 2, g: 0, h: 7, d: 99, e: -99 };

describe('relevance by frozen towers', () => {
  it('is the percentile of the score among the items of the catalogue, equal ones counting half', () => {
    give(SCORES, [1, -2]);
    const sixths = { a: 5.5, b: 0.5, c: 3, f: 3, g: 1.5, h: 4.5 };
    for (const [item, value] of Object.entries(sixths)) {
      expect(relevanceIn(0)[item]).toBeCloseTo(value / 6, 6);
      expect(relevanceIn(1)[item]).toBeCloseTo(1 - value / 6, 6);
    }
  });

  it('is not moved by what all scores of a user have in common, and is .5 where the teacher tells nothing apart', () => {
    give(SCORES, [1, 1]);
    const before = relevanceIn(0);
    give(Object.fromEntries(Object.entries(SCORES).map(([item, score]) => [item, 5 * score + 40])), [1, 1]);
    expect(relevanceIn(0)).toEqual(before);
    give(SCORES, [0, 0]);
    expect(new Set(Object.values(relevanceIn(0)))).toEqual(new Set([0.5]));
  });

  it('knows nothing of items that training does not have', () => {
    give(SCORES, [1, 1]);
    expect(Object.keys(relevanceIn(0)).sort()).toEqual(['a', 'b', 'c', 'f', 'g', 'h']);
  });

  it('takes the best of the interests of a user', () => {
    // The second interest turns the score about: the largest of both is its size.
    give(SCORES, [1, -1, 1, 1]);
    const order = Object.entries(relevanceIn(0)).sort(([, a], [, b]) => b - a);
    expect(order.map(([item]) => item).join('')).toMatch(/^ahb(cf|fc)g$/);
  });

  it('takes the vectors given last, and refuses those of other data', () => {
    give(SCORES, [1, 1]);
    const last = teacherVectors(dataset, 'towers');
    const wrong = { users: new Float32Array(3), items: new Float32Array(dataset.items.length) };
    expect(() => giveTeacher(dataset, 'towers', wrong)).toThrow(RangeError);
    expect(teacherVectors(dataset, 'towers')).toBe(last);
    expect(teacherVectors({ ...dataset }, 'towers')).toBeNull();
    expect(() => relevanceBy({ by: 'run', run: 'other' }, dataset)).toThrow('no vectors of the teacher "other"');
  });
});
