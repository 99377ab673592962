import { describe, expect, it } from 'vitest';
import { FIRST_VALUE, MISSING, type Dataset, type Field } from './dataset';
import { relevanceBy, type Teacher } from './relevance';
import { datasetOf, randomRows, type Row } from './testing';

const DAY = 86_400_000;
/** Items of one user, a day after the other; a log needs another user beside him. */
const rowsOf = (items: readonly string[]): Row[] => [
  ...items.map((item, day) => ['u', item, day * DAY] as const),
  ['other', 'apart', 0],
];
const items = (dataset: Dataset, ...ids: string[]): Uint32Array =>
  Uint32Array.from(ids, (id) => dataset.items.indexOf(id));

/** @param values of each item by its id; the first slot of an item without any is missing */
function withField(dataset: Dataset, values: Record<string, readonly number[]>): Dataset {
  const length = Math.max(...Object.values(values).map((own) => own.length));
  const of = dataset.items.map((id) => values[id] ?? []);
  const field: Field = {
    name: 'category',
    owner: 'item',
    kind: length === 1 ? 'categorical' : 'bag',
    rows: 10,
    vocabulary: [],
    length,
    ids: Uint32Array.from(
      of.flatMap((own) => Array.from({ length }, (_, slot) => (own[slot] ?? MISSING - FIRST_VALUE) + FIRST_VALUE)),
    ),
    weights:
      length === 1
        ? null
        : Float32Array.from(
            of.flatMap((own) => Array.from({ length }, (_, slot) => (slot < own.length ? 1 / own.length : 0))),
          ),
  };
  return { ...dataset, fields: [field] };
}

const relevanceIn = (dataset: Dataset, teacher: Teacher, past: string[], asked: string[]): number[] => {
  const out = new Float32Array(asked.length + 1).fill(9);
  relevanceBy(teacher, dataset).among(items(dataset, ...asked))({ user: 0, past: items(dataset, ...past) }, out, 1);
  expect(out[0]).toBe(9);
  return [...out.subarray(1)];
};

describe('relevance by category', () => {
  const rows = rowsOf(['a', 'b', 'c', 'd', 'e']);
  const teacher: Teacher = { by: 'category', field: 'category' };

  it('is the share of the past in the category of the item', () => {
    const dataset = withField(datasetOf(rows), { a: [0], b: [0], c: [1], d: [2], e: [1] });
    expect(relevanceIn(dataset, teacher, ['a', 'b', 'c', 'b'], ['a', 'c', 'd', 'e'])).toEqual([0.75, 0.25, 0, 0.25]);
    // What was counted for one past is gone in the next.
    const judge = relevanceBy(teacher, dataset).among(items(dataset, 'a'));
    const out = new Float32Array(1);
    judge({ user: 0, past: items(dataset, 'a') }, out);
    judge({ user: 0, past: items(dataset, 'c') }, out);
    expect(out[0]).toBe(0);
  });

  it('counts each of several values by its share, and a value that stands twice once in an event', () => {
    const dataset = withField(datasetOf(rows), { a: [0, 1], b: [0, 0], c: [1], d: [2, 1], e: [2] });
    expect(relevanceIn(dataset, teacher, ['a', 'b'], ['a', 'b', 'c', 'd', 'e'])).toEqual([0.75, 1, 0.5, 0.25, 0]);
  });

  it('says where nothing is known', () => {
    const dataset = withField(datasetOf(rows), { a: [0], b: [1] });
    expect(relevanceIn(dataset, teacher, [], ['a', 'b'])).toEqual([NaN, NaN]);
    expect(relevanceIn(dataset, teacher, ['a'], ['b', 'c'])).toEqual([0, NaN]);
  });

  it('names a field that is not there', () => {
    for (const by of ['category', 'text'] as const)
      expect(() => relevanceBy({ ...teacher, by }, datasetOf(rows))).toThrow('no item field "category"');
  });
});

describe('relevance by text', () => {
  const rows = rowsOf(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  const teacher: Teacher = { by: 'text', field: 'category' };
  // Eight items, `apart` among them: word 0 is in four, 1 in two, 2 in one, 3 in all that have words.
  const words = { a: [0, 1, 3], b: [0, 3, 3], c: [0, 2, 3], d: [1, 3], e: [0, 3], apart: [3], f: [3] };
  const [l2, l4, l8, l7] = [2, 4, 8, 8 / 7].map(Math.log) as [number, number, number, number];

  it('is the cosine of the words that the item shares with the nearest of the past, by how rare they are', () => {
    const dataset = withField(datasetOf(rows), words);
    const norm = (...of: number[]): number => Math.hypot(...of);
    const [a, b, c, d] = [norm(l2, l4, l7), norm(l2, l7), norm(l2, l8, l7), norm(l4, l7)];
    const given = relevanceIn(dataset, teacher, ['b', 'd'], ['a', 'b', 'c', 'd']);
    // b gives a the words 0 and 3, d the words 1 and 3: rarer, so nearer.
    const [fromB, fromD] = [(l2 ** 2 + l7 ** 2) / (a * b), (l4 ** 2 + l7 ** 2) / (a * d)];
    expect(fromD).toBeGreaterThan(fromB);
    [fromD, 1, (l2 ** 2 + l7 ** 2) / (b * c), 1].forEach((value, at) => expect(given[at]).toBeCloseTo(value, 6));
    // What was counted for one past is gone in the next.
    const judge = relevanceBy(teacher, dataset).among(items(dataset, 'a'));
    const out = new Float32Array(1);
    judge({ user: 0, past: items(dataset, 'd') }, out);
    judge({ user: 0, past: items(dataset, 'b') }, out);
    expect(out[0]).toBeCloseTo(fromB, 6);
  });

  it('makes no case where no word is known, of the item or of the past', () => {
    const dataset = withField(datasetOf(rows), words);
    expect(relevanceIn(dataset, teacher, ['a'], ['g'])).toEqual([NaN]);
    expect(relevanceIn(dataset, teacher, ['g'], ['a'])).toEqual([NaN]);
    expect(relevanceIn(dataset, teacher, [], ['a'])).toEqual([NaN]);
    const { g: _, ...others } = Object.fromEntries(dataset.items.map((id) => [id, [0]]));
    expect(relevanceIn(withField(datasetOf(rows), { ...others, g: [0] }), teacher, ['a'], ['b'])).toEqual([NaN]);
  });
});

describe('relevance by co-occurrence', () => {
  const teacher: Teacher = { by: 'co-occurrence' };
  const random = datasetOf(randomRows(5, { users: 30, items: 20, rows: 500 }), { repeats: 'all' });

  it('is the cosine of the sets of users who took both, of the nearest item of the past', () => {
    const { events, split } = random;
    const takers = random.items.map(
      (_, item) => new Set([...split.train].filter((e) => events.item[e] === item).map((e) => events.user[e]!)),
    );
    // No user took more distinct items than are looked at.
    const perUser = random.users.map((_, user) => takers.filter((own) => own.has(user)).length);
    expect(Math.max(...perUser)).toBeLessThanOrEqual(21);
    const cosine = (a: number, b: number): number =>
      [...takers[a]!].filter((user) => takers[b]!.has(user)).length / Math.sqrt(takers[a]!.size * takers[b]!.size);
    const past = Uint32Array.of(3, 7, 11);
    const asked = Uint32Array.from(random.items.keys());
    const out = new Float32Array(asked.length);
    relevanceBy(teacher, random).among(asked)({ user: 0, past }, out);
    // An item that stands twice is judged alike.
    const twice = new Float32Array(2 * asked.length);
    relevanceBy(teacher, random).among(Uint32Array.of(...asked, ...asked))({ user: 0, past }, twice);
    expect([...twice]).toEqual([...out, ...out]);
    out.forEach((value, item) => expect(value).toBeCloseTo(Math.max(...[...past].map((one) => cosine(one, item))), 6));
    expect(new Set(out).size).toBeGreaterThan(5);
  });

  it('looks at neighbours in time alone where a user took many', () => {
    const long = datasetOf(rowsOf(Array.from({ length: 60 }, (_, day) => `i${day}`)));
    expect(relevanceIn(long, teacher, ['i5'], ['i5', 'i6', 'i25', 'i26'])).toEqual([1, 1, 1, 0]);
  });

  it('knows nothing of items that training does not have', () => {
    const rows = rowsOf(['a', 'b', 'c', 'd', 'e']);
    expect(relevanceIn(datasetOf(rows), teacher, ['a'], ['b', 'e'])).toEqual([1, NaN]);
    expect(relevanceIn(datasetOf(rows), teacher, ['a'], ['apart'])).toEqual([0]);
  });

  it('does not know what is held out', () => {
    const { events, split } = random;
    const held = [...split.validation, ...split.test].flatMap(({ events: own }) => [...own]);
    expect(held.length).toBeGreaterThan(20);
    const changed = { ...random, events: { ...events, item: events.item.slice() } };
    for (const event of held) changed.events.item[event] = (events.item[event]! + 7) % 20;
    const all = Uint32Array.from(random.items.keys());
    const of = (given: Dataset): Float32Array => {
      const out = new Float32Array(all.length);
      relevanceBy({ by: 'co-occurrence' }, given).among(all)({ user: 0, past: Uint32Array.of(2, 9) }, out);
      return out;
    };
    expect(of(changed)).toEqual(of(random));
  });
});
