import { describe, expect, it } from 'vitest';
import { relevanceBy } from './relevance';
import { giveTeacher, standardised, teacherVectors } from './teacher-vectors';
import { datasetOf, type Row } from './testing';

const DAY = 86_400_000;
/** Of each user five items, the last two of them held out: ann trains on a, b, c and bob on f, g, h. */
const rowsOf = (user: string, items: string): Row[] => [...items].map((item, day) => [user, item, day * DAY]);
const dataset = datasetOf([...rowsOf('ann', 'abcde'), ...rowsOf('bob', 'fghde')]);
const TEACHER = { by: 'run', run: 'towers' } as const;

/** By item, those of which nothing is known left out. */
function relevanceIn(user: number): Record<string, number> {
  const out = new Float32Array(dataset.items.length + 1).fill(9);
  const judge = relevanceBy(TEACHER, dataset).among(Uint32Array.from(dataset.items.keys()));
  judge({ user, past: new Uint32Array(0) }, out, 1);
  expect(out[0]).toBe(9);
  return Object.fromEntries(dataset.items.map((item, at) => [item, out[at + 1]!] as const).filter(([, x]) => x === x));
}

/** Of the items in training the mean is 3 and the variance 56 / 3; d and e are not among them. */
const SCORES: Record<string, number> = { a: 10, b: -3, c: 2, f: 2, g: 0, h: 7, d: 99, e: -99 };
const standard = (score: number): number => (score - 3) / Math.sqrt(56 / 3);
const logistic = (z: number): number => 1 / (1 + Math.exp((-Math.PI / Math.sqrt(3)) * z));
/** Items are a number and 1: of a user (p, q) the score is p times the number, plus q. */
const give = (...users: number[]): void =>
  giveTeacher(
    dataset,
    'towers',
    standardised(
      dataset,
      Float32Array.from(users),
      Float32Array.from(dataset.items.flatMap((item) => [SCORES[item]!, 1])),
    ),
  );

function expectRelevance(user: number, of: (z: number) => number): void {
  const found = relevanceIn(user);
  expect(Object.keys(found).sort()).toEqual(['a', 'b', 'c', 'f', 'g', 'h']);
  for (const [item, value] of Object.entries(found)) expect(value).toBeCloseTo(of(standard(SCORES[item]!)), 5);
}

describe('relevance by frozen towers', () => {
  it('is the logistic of the standard score among the items of the catalogue, of those that training has', () => {
    give(1, 0, -2, 0);
    expectRelevance(0, logistic);
    expectRelevance(1, (z) => logistic(-z));
    expect(relevanceIn(0)['a']).toBeCloseTo(0.9497, 4);
  });

  it('is not moved by what all scores of a user have in common, and is .5 where nothing is told apart', () => {
    give(5, 40, 0, 7);
    expectRelevance(0, logistic);
    expectRelevance(1, () => 0.5);
    give(0, 0, 1, 0);
    expectRelevance(0, () => 0.5);
  });

  it('is that of the best of several vectors of a user, each standardised by itself', () => {
    give(1, 0, -3, 8, 1, 0, 1, 0);
    expectRelevance(0, (z) => logistic(Math.abs(z)));
    expectRelevance(1, logistic);
  });

  it('takes the vectors given last, and refuses those of other data', () => {
    give(1, 0, 1, 0);
    const last = teacherVectors(dataset, 'towers');
    const wrong = { users: new Float32Array(3), items: new Float32Array(dataset.items.length) };
    expect(() => giveTeacher(dataset, 'towers', wrong)).toThrow(RangeError);
    expect(teacherVectors(dataset, 'towers')).toBe(last);
    expect(teacherVectors({ ...dataset }, 'towers')).toBeNull();
    expect(() => relevanceBy({ by: 'run', run: 'other' }, dataset)).toThrow('no vectors of the teacher "other"');
  });
});
