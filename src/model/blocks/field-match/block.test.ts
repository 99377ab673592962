import { describe, expect, it } from 'vitest';
import { build } from '../../../data/build-testing';
import { encodeHistories } from '../../../data/history';
import { onDevice } from '../../../engine/testing';
import { judge } from '../../check/judge';
import { schemaOf } from '../../document/schema';
import { numbersInBatch, numbersServed, rankerOf } from '../../harness/pair-numbers';

onDevice();

/** By user: items with the place of each event, one a second. The last is tested, the one before it validated. */
const TAKEN = {
  ann: 'a:x b:home c:z d:z e:home',
  bob: 'c:y a: d:home b:x f:y',
  cat: 'b:home d:y c:home a:y e:z',
};
const EVENTS = Object.entries(TAKEN).flatMap(([user, taken]) =>
  taken.split(' ').map((event) => [user, ...event.split(':')] as [string, string, string]),
);
const PLACES = EVENTS.map(([, , place]) => place);
const rows = EVENTS.map(([user, item, place], at) => `${user},${item},${1_600_000_000 + at},${place}`);
/** Items a to f by tags: of d they are missing; u stands at items that are tested alone, so nobody knows it. */
const { dataset } = await build({
  log: `user,item,time,place\n${rows.join('\n')}\n`,
  items: 'item,tags,colour\na,x|y,red\nb,y|z,green\nc,z,red\nd,,blue\ne,u,red\nf,x|u,blue\n',
  users: 'user,likes,paint\nann,z|q|x|u,Red\nbob,,GREEN\ncat,y,Red\n',
  protocol: { repeats: 'all' },
  roles: ({ log }) => ({
    log: log.map((column) =>
      column.column === 'place' ? { ...column, role: 'context', encoding: 'categorical' } : column,
    ),
    items: [
      { column: 'item', role: 'id' },
      { column: 'tags', role: 'field', encoding: 'bag', separator: '|' },
      { column: 'colour', role: 'field', encoding: 'categorical' },
    ],
    users: [
      { column: 'user', role: 'id' },
      { column: 'likes', role: 'field', encoding: 'bag', separator: '|' },
      { column: 'paint', role: 'field', encoding: 'categorical' },
    ],
  }),
});
const NAMES = [...'abcdef'];
const ITEMS = NAMES.map((id) => dataset.items.indexOf(id));
const NONE = [0, 0];
const [ALL, HALF] = [
  [1, 1],
  [1, 0.5],
];
/** What each user has with the items a to f, by his likes. */
const BY_LIKES: Record<string, number[][]> = {
  // Of a the x, of b and c the z; u is no value that an item has, since no training item has it.
  ann: [HALF, HALF, ALL, NONE, NONE, ALL],
  bob: [NONE, NONE, NONE, NONE, NONE, NONE],
  cat: [HALF, HALF, NONE, NONE, NONE, NONE],
};
/** The same by the place of an event, which is no user's. */
const BY_PLACE: Record<string, number[][]> = {
  x: [HALF, NONE, NONE, NONE, NONE, ALL],
  y: [HALF, HALF, NONE, NONE, NONE, NONE],
  z: [NONE, HALF, ALL, NONE, NONE, NONE],
  home: [NONE, NONE, NONE, NONE, NONE, NONE],
  '': [NONE, NONE, NONE, NONE, NONE, NONE],
};
const graphOf = (user: string, item = 'tags') => rankerOf('field-match', { user, item }, 3);
const userOf = (event: number): string => dataset.users[dataset.events.user[event]!]!;

describe('a training row', () => {
  it('has with each candidate whether a value is shared, and of how many of the candidate’s', async () => {
    const found = await numbersInBatch(graphOf('likes'), dataset, ITEMS);
    expect(found.size).toBe(9);
    for (const [event, numbers] of found) expect(numbers, `event ${event}`).toEqual(BY_LIKES[userOf(event)]);
  });

  it('is compared by what its own event says, where the field is of events', async () => {
    const found = await numbersInBatch(graphOf('place'), dataset, ITEMS);
    expect(new Set([...found.keys()].map((event) => PLACES[event]))).toEqual(new Set(['x', 'home', 'z', 'y', '']));
    for (const [event, numbers] of found) expect(numbers, `event ${event}`).toEqual(BY_PLACE[PLACES[event]!]);
  });
});

it.each([
  ['likes', BY_LIKES, userOf],
  ['place', BY_PLACE, (event: number) => PLACES[event]!],
])('by %s is served in lists and over the catalogue as in a batch', async (field, expected, whose) => {
  const targets = [...dataset.split.validation, ...dataset.split.test];
  const events = targets.map((target) => target.events[0]!);
  const { lists, catalogue } = await numbersServed(graphOf(field), dataset, ({ historyLength }) => ({
    users: Uint32Array.from(targets, ({ user }) => user),
    events: Uint32Array.from(events),
    history: encodeHistories(dataset, targets, historyLength),
    windows: [],
  }));
  expect(catalogue).toEqual(lists);
  for (const [at, event] of events.entries())
    expect(
      ITEMS.map((item) => lists[at]![item]),
      `event ${event}`,
    ).toEqual(expected[whose(event)]);
});

describe('a data set', () => {
  const problemsOf = (user: string, item: string) =>
    judge(graphOf(user, item), schemaOf(dataset)).problems.map(({ nodeId, field, code, values }) => ({
      at: `${nodeId}.${field}`,
      code,
      values,
    }));

  it('where no value of one field stands in the other is refused, and says which fields share some', () => {
    expect(problemsOf('likes', 'tags')).toEqual([]);
    expect(problemsOf('likes', 'colour')).toEqual([
      {
        at: 'common.item',
        code: 'no-shared-values',
        values: { user: 'likes', item: 'colour', known: 'tags' },
      },
    ]);
    // Red is not red.
    expect(problemsOf('paint', 'colour')).toEqual([
      { at: 'common.item', code: 'no-shared-values', values: { user: 'paint', item: 'colour', known: '–' } },
    ]);
  });

  it('is asked for a field of each side, and for values that can be compared', () => {
    const codes = (user: string, item: string) => problemsOf(user, item).map(({ at, code }) => `${code} at ${at}`);
    expect(codes('', 'tags')).toEqual(['no-fields at common.user']);
    expect(codes('tags', 'likes')).toEqual([
      'field-of-other-side at common.user',
      'field-of-other-side at common.item',
    ]);
    expect(codes('user id', 'tags')).toEqual(['not-categorical at common.user']);
    expect(codes('gone', 'tags')).toEqual(['unknown-field at common.user']);
  });
});
