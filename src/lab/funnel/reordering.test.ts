import { describe, expect, it } from 'vitest';
import type { Target } from '../../data/dataset';
import { createRandom } from '../../data/random';
import { Candidates } from './candidates';
import { Reordering, ReorderTally } from './reordering';
import type { ScoresFile } from './scores-file';

const lines: ScoresFile['lines'] = {
  read: 1,
  used: 1,
  unknownUsers: 0,
  unknownItems: 0,
  repeated: 0,
  bad: { count: 0, lines: [] },
};
const fileOf = (scores: Record<number, Record<number, number>>): ScoresFile => ({
  name: 's.csv',
  lines,
  scores: new Map(
    Object.entries(scores).map(([user, own]) => [
      Number(user),
      new Map(Object.entries(own).map(([item, score]) => [Number(item), score])),
    ]),
  ),
});
const targetOf = (user: number, ...items: number[]) => ({ user, items: Uint32Array.from(items) }) as Target;
const list = (...items: number[]) => Uint32Array.from(items);
const counts = new Uint32Array(40);

it('orders a list of which every item has a score, ties as they were handed on, and no other list', () => {
  const reordering = new Reordering(fileOf({ 0: { 1: 5, 2: 7, 3: 5, 9: 1 }, 1: { 1: 5, 2: 7 } }), 2);
  expect(reordering.orderOf({ user: 0 }, list(3, 1, 2))).toEqual(list(2, 3, 1));
  expect(reordering.orderOf({ user: 1 }, list(3, 1, 2))).toBeNull();
  expect(reordering.orderOf({ user: 2 }, list(3, 1, 2))).toBeNull();
});

describe('its figures', () => {
  it('tell how much is scored, what goes on, and over the users whose lists it orders, before and after', () => {
    const scores = { 0: { 1: 1, 2: 2, 3: 3 }, 1: { 5: 9 } };
    const tally = new ReorderTally(new Reordering(fileOf(scores), 1));
    // The first user's held-out item is last by the list and first by the scores.
    expect(tally.add(targetOf(0, 3), list(1, 2, 3))).toEqual(list(3));
    // The second's held-out item alone has a score: it stays where it was.
    expect(tally.add(targetOf(1, 5), list(4, 5))).toEqual(list(4));
    const { before, after, ...rest } = tally.figures(counts);
    expect(rest).toEqual({
      file: 's.csv',
      lines,
      given: 2.5,
      keep: 1,
      scored: 0.8,
      heldOutScored: 1,
      hitRate: 0.5,
      recall: 0.5,
      users: 2,
      ordered: 1,
      correlation: -1,
    });
    expect([before!['hr@10'], after!['hr@10']]).toEqual([0, 1]);
  });

  it('are none of lists where it orders nobody’s', () => {
    const tally = new ReorderTally(new Reordering(fileOf({ 0: { 1: 1 } }), 5));
    tally.add(targetOf(0, 1), list(2, 1));
    expect(tally.figures(counts)).toMatchObject({ ordered: 0, before: null, after: null, correlation: null });
  });

  it('do not rise by scores that know nothing, whichever items have one', () => {
    // Each user is handed 30 items, the held-out one among the last ten; scores are drawn. Of half of the users all
    // items have one, of the others what was shown: the held-out item and five in front.
    const random = createRandom(1, 'leak');
    const scores: Record<number, Record<number, number>> = {};
    const given = Array.from({ length: 400 }, (_, user) => {
      const items = Array.from({ length: 30 }, (__, item) => item);
      const heldOut = 20 + random.below(10);
      const scored = user % 2 === 0 ? items : [heldOut, 1, 2, 3, 4, 5];
      scores[user] = Object.fromEntries(scored.map((item) => [item, random.uniform()]));
      return { target: targetOf(user, heldOut), items: Uint32Array.from(items) };
    });
    const tally = new ReorderTally(new Reordering(fileOf(scores), 10));
    const isHit = given.map(({ target, items }) => tally.add(target, items).includes(target.items[0]!));
    const { ordered, hitRate, scored, heldOutScored } = tally.figures(counts);
    expect(ordered).toBe(200);
    expect(isHit.filter((hit, user) => hit && user % 2 === 1)).toEqual([]);
    // A third by chance, of the half that is ordered.
    expect(hitRate).toBeGreaterThan(0.1);
    expect(hitRate).toBeLessThan(0.23);
    expect([scored, heldOutScored]).toEqual([0.6, 1]);
  });
});

it('has what is handed on as a file of a user and an item in each line', async () => {
  const candidates = new Candidates({ name: 'my log.csv', users: ['a,b', 'c'], items: ['x', 'y"z'] });
  candidates.add(targetOf(0), list(1, 0));
  candidates.add(targetOf(1), list(0));
  const { fileName, blob } = candidates.file;
  expect(fileName).toBe('my-log.candidates.csv');
  expect(await blob.text()).toBe('user,item\r\n"a,b","y""z"\r\n"a,b",x\r\nc,x\r\n');
});
