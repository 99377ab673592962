import { describe, expect, it } from 'vitest';
import { FIRST_VALUE, MISSING, UNKNOWN, type Dataset, type Field, type Target } from './dataset';
import { encodeHistories, historyOf } from './history';
import { isSettable, withPerson, type Person } from './person';
import { datasetOf, type Row } from './testing';

const DAY = 86_400_000;
/** Ann has a, b, c and d, a day apart; Bob d and a. */
const rows: Row[] = [
  ['ann', 'a', DAY, 's1'],
  ['ann', 'b', 2 * DAY, 's1'],
  ['ann', 'c', 3 * DAY, 's2'],
  ['ann', 'd', 4 * DAY, 's2'],
  ['bob', 'd', DAY, 's3'],
  ['bob', 'a', 2 * DAY, 's4'],
];
const [A, B, C, D] = [0, 1, 2, 3];

const field = (name: string, owner: Field['owner'], more: Partial<Field> & Pick<Field, 'ids'>): Field => ({
  name,
  owner,
  kind: 'categorical',
  rows: 4,
  vocabulary: ['x', 'y'],
  length: 1,
  weights: null,
  ...more,
});
const log: Dataset = {
  ...datasetOf(rows),
  fields: [
    field('user id', 'user', { kind: 'id', vocabulary: ['ann', 'bob'], ids: Uint32Array.of(2, 3) }),
    field('city', 'user', { ids: Uint32Array.of(2, 3) }),
    field('tags', 'user', {
      kind: 'bag',
      length: 2,
      ids: Uint32Array.of(2, 3, 3, MISSING),
      weights: Float32Array.of(0.5, 0.5, 1, 0),
    }),
    field('device', 'context', { ids: Uint32Array.of(2, 2, 3, 2, 3, 3) }),
    field('genre', 'item', { ids: Uint32Array.of(2, 3, 2, 3) }),
  ],
};
/** Ann is asked for d after a, b and c. */
const asked: Target = {
  user: 0,
  history: 3,
  historyEvents: null,
  events: Uint32Array.of(3),
  items: Uint32Array.of(D),
  apart: new Uint32Array(0),
};
const make = (person: Partial<Person>, of: Target | null = asked) => {
  const made = withPerson(log, { base: of ? 0 : null, history: [], fields: {}, ...person }, of);
  return {
    ...made,
    past: Array.from(historyOf(made.dataset, made.target), (event) => made.dataset.events.item[event]),
  };
};
/** Slots of the person, or of what he is asked. */
const slots = ({ dataset, target }: ReturnType<typeof make>, name: string) => {
  const { ids, weights, length, owner } = dataset.fields.find((one) => one.name === name)!;
  const row = owner === 'user' ? target.user : target.events[0]!;
  return [ids, weights].map((all) => all && [...all.subarray(row * length, (row + 1) * length)]);
};

describe('a person over a log', () => {
  it('stands behind all others, who stay as they are', () => {
    const { dataset, target } = make({ history: [{ event: 0 }, { event: 2 }] });
    expect(target.user).toBe(2);
    expect(dataset.users).toEqual(['ann', 'bob', 'ann']);
    expect([...dataset.userStart]).toEqual([0, 4, 6, 9]);
    expect([...dataset.events.item.subarray(0, 6)]).toEqual([...log.events.item]);
    expect([...dataset.events.user.subarray(6)]).toEqual([2, 2, 2]);
    expect(dataset.fields.at(-1)).toBe(log.fields.at(-1));
  });

  it('has the history that is given, with its times and sessions, and is asked what his base is', () => {
    const { dataset, target, past } = make({ history: [{ event: 0 }, { event: 2 }, { item: B }] });
    expect(past).toEqual([A, C, B]);
    expect([...dataset.events.time.subarray(6)]).toEqual([DAY, 3 * DAY, 3 * DAY, 4 * DAY]);
    const { session } = dataset.events;
    expect([...session!.subarray(6)]).toEqual([0, 2, 2, 3].map((event) => log.events.session![event]));
    expect([...target.items]).toEqual([D]);
    expect(dataset.events.item[target.events[0]!]).toBe(D);
    const { ageDays, owners } = encodeHistories(dataset, [target], 4);
    expect([[...owners], [...ageDays]]).toEqual([
      [0, A, C, B],
      [0, 3, 1, 1],
    ]);
  });

  it('has events in the order of their times', () => {
    expect(make({ history: [{ event: 2 }, { item: B, time: 0 }, { event: 0 }] }).past).toEqual([B, A, C]);
  });

  it('may come from nobody: no id that anyone has, no field, no held-out item', () => {
    const made = make({ history: [{ item: C }, { item: A, time: 5 * DAY }] }, null);
    expect(made.past).toEqual([C, A]);
    expect([...made.target.items]).toEqual([]);
    expect(slots(made, 'user id')).toEqual([[UNKNOWN], null]);
    expect(slots(made, 'city')).toEqual([[MISSING], null]);
    expect(slots(made, 'tags')).toEqual([
      [MISSING, MISSING],
      [1, 0],
    ]);
    expect(slots(made, 'device')).toEqual([[MISSING], null]);
    // Without a past he asks at the end of the log.
    const { dataset, target } = make({}, null);
    expect(dataset.events.time[target.events[0]!]).toBe(Math.max(...log.events.time));
    // An event without a time lies at the end of the log; ages are counted to the newest event.
    expect([...encodeHistories(made.dataset, [made.target], 2).ageDays]).toEqual([1, 0]);
  });

  it('without a held-out item reads the context of his newest event that was', () => {
    const open: Target = { ...asked, history: 4, events: new Uint32Array(0), items: new Uint32Array(0) };
    expect(slots(make({ history: [{ event: 0 }, { event: 2 }, { item: B }] }, open), 'device')).toEqual([[3], null]);
    expect(slots(make({}, open), 'device')).toEqual([[2], null]);
    expect(make({}, open).past).toEqual([]);
  });

  it('keeps what is apart of a random split, whose history is no beginning', () => {
    const random: Target = {
      ...asked,
      historyEvents: Uint32Array.of(0, 3),
      events: Uint32Array.of(1),
      apart: Uint32Array.of(C),
    };
    const { target, past } = make({ history: [{ event: 0 }, { event: 3 }] }, random);
    expect(past).toEqual([A, D]);
    expect([[...target.historyEvents!], [...target.events], [...target.apart]]).toEqual([[6, 7], [8], [C]]);
  });

  it('has the fields of his base but for those that are set', () => {
    expect(slots(make({}), 'tags')).toEqual([
      [2, 3],
      [0.5, 0.5],
    ]);
    const made = make({ fields: { city: 'y', tags: 'y', device: 'y' } });
    expect([slots(made, 'city'), slots(made, 'tags'), slots(made, 'device')]).toEqual([
      [[3], null],
      [
        [3, MISSING],
        [1, 0],
      ],
      [[3], null],
    ]);
    expect(slots(make({ fields: { tags: 'x|y' } }), 'tags')).toEqual([
      [2, 3],
      [0.5, 0.5],
    ]);
    expect(slots(make({ fields: { city: '' } }), 'city')).toEqual([[MISSING], null]);
    expect(made.dataset.fields[1]!.ids[0]).toBe(FIRST_VALUE);
  });

  it.each<[Partial<Person>, string]>([
    [{ history: [{ event: 6 }] }, 'event 6; this data set has 6'],
    [{ history: [{ item: -1 }] }, 'item -1; this data set has 4'],
    [{ fields: { city: 'z' } }, 'the field "city" has no value "z"'],
    [{ fields: { genre: 'x' } }, 'no field "genre" of a person can be set; known: city, tags, device'],
    [{ fields: { 'user id': 'ann' } }, 'no field "user id" of a person can be set'],
  ])('refuses %j', (person, message) => {
    expect(() => make(person)).toThrow(message);
  });

  it('may be given no id, no text and no number without buckets', () => {
    const plain = field('f', 'user', { ids: Uint32Array.of(2, 3) });
    const settable = (more: Partial<Field>): boolean => isSettable({ ...plain, ...more });
    expect(settable({})).toBe(true);
    expect(settable({ kind: 'numeric' })).toBe(true);
    expect(settable({ kind: 'numeric', weights: Float32Array.of(1, 2) })).toBe(false);
    expect([settable({ kind: 'id' }), settable({ kind: 'tokens' }), settable({ owner: 'item' })]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
