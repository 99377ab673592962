/** Items in the plane are those that are served, and their neighbours those of the whole space. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../data/dataset';
import { refusal } from '../host-testing';
import { plainDocument, ready, textOf, type Heard } from '../testing';
import { decodeFloats } from '../transfer/base64';
import type { VectorsFile } from '../transfer/export-vectors';
import { retrieveByInterest } from './interest-lists';
import { itemMap, nearest, type ItemMap } from './item-map';
import { interestsDataset, openInterests } from './testing';

const K = 10;
/** A snapshot is taken after them. */
const STEPS = 5;

let heard: Heard;
let user: number;
let run: string;
let items: number;
const ask: Heard['lab']['ask'] = (command, question) => heard.lab.ask(command, question);
const stepOn = (steps: number) => ask('step', { ...plainDocument(100), steps });
beforeAll(async () => {
  heard = await ready({ snapshots: true });
  ({ user } = (await ask('findUsers', { text: '', limit: 1 })).users[0]!);
  await ask('watch', { user });
  await stepOn(STEPS);
  run = (await ask('runs', {})).runs[0]!.id;
  ({ items } = await ask('map', { user: null, k: K, category: null, item: null }));
});
afterAll(() => heard.lab.dispose());

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, x, d) => sum + x * b[d]!, 0);
const cosine = (a: Float32Array, b: Float32Array): number => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
const vectorsIn = (all: Float32Array, width: number): Float32Array[] =>
  Array.from({ length: all.length / width }, (_, row) => all.subarray(row * width, (row + 1) * width));
const neighboursIn = (map: ItemMap) =>
  map.points
    .flatMap(({ item, cosine: value }) => (value === null ? [] : [{ item, value }]))
    .toSorted((a, b) => b.value - a.value);

/** The vectors of an export: what serving reads. */
async function served(): Promise<Float32Array[]> {
  const file = JSON.parse(await textOf(ask('exportVectors', {}))) as VectorsFile;
  return vectorsIn(decodeFloats(file.items.vectors)!, file.width);
}

describe('a map', () => {
  it('has the neighbours that all cosines of the served vectors give, in their order', async () => {
    const vectors = await served();
    expect(vectors).toHaveLength(items);
    for (const item of [0, 17, items - 1]) {
      const map = await ask('map', { user: null, k: K, category: null, item });
      const expected = vectors
        .map((vector, other) => ({ item: other, value: cosine(vectors[item]!, vector) }))
        .filter(({ item: other }) => other !== item)
        .toSorted((a, b) => b.value - a.value)
        .slice(0, 10);
      const found = neighboursIn(map);
      expect(found.map((one) => one.item)).toEqual(expected.map((one) => one.item));
      found.forEach(({ value }, at) => expect(value).toBeCloseTo(expected[at]!.value, 5));
      expect(map).toMatchObject({ step: STEPS, sampled: items, isKept: false, item, person: null });
    }
  });

  it('marks the past and the list of a person, and is the same picture whoever is asked about', async () => {
    const map = await ask('map', { user, k: K, category: null, item: null });
    const { model, history, userTitle } = await ask('retrieve', { user, k: K });
    const having = (test: (point: ItemMap['points'][number]) => boolean) =>
      new Set(map.points.filter(test).map(({ item }) => item));
    expect(having(({ listed }) => listed === 0)).toEqual(new Set(model.map(({ item }) => item)));
    expect(having(({ past }) => past)).toEqual(new Set(history.map(({ item }) => item)));
    expect(map.person).toMatchObject({ user, hasInterests: false, title: userTitle });
    expect(map.person!.marks).toHaveLength(1);
    const other = await ask('map', { user: null, k: K, category: 'subject', item: 3 });
    expect(other.points.map(({ x, y }) => [x, y])).toEqual(map.points.map(({ x, y }) => [x, y]));
    expect(other.explained).toBe(map.explained);
    const counts = other.values.map((_, value) => other.points.filter((point) => point.value === value).length);
    expect(counts.length).toBeGreaterThan(2);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  });

  it('is refused of a user and of a field that are not there', async () => {
    const question = { user: null, k: K, category: null, item: null };
    const messageOf = async (change: object) => (await refusal(ask('map', { ...question, ...change }))).detail?.message;
    expect(await messageOf({ user: 1e6 })).toContain('user index 1000000');
    expect(await messageOf({ category: 'age_band' })).toContain('subject');
    expect((await ask('map', { ...question, item: 1e6 })).item).toBeNull();
  });

  it('of a step back is of the vectors that its snapshot has, without a person whose it has not', async () => {
    const question = { user, k: K, category: null, item: 0 };
    const then = await ask('map', question);
    await stepOn(1);
    const now = await ask('map', question);
    expect(now.step).toBe(STEPS + 1);
    const map = (await ask('recallMap', { ...question, run, step: STEPS }))!;
    expect(map).toMatchObject({ step: STEPS, item: 0, isKept: true, sampled: map.items, person: { user } });
    expect(map.items).toBeLessThanOrEqual(64);
    const valueOf = (of: ItemMap) => new Map(neighboursIn(of).map(({ item, value }) => [item, value]));
    // Colours are by the catalogue, not by what a sample has.
    const category = 'subject';
    const [kept, whole] = await Promise.all([
      ask('recallMap', { ...question, category, run, step: STEPS }),
      ask('map', { ...question, category }),
    ]);
    expect(kept!.values).toEqual(whole.values);
    const both = neighboursIn(map).filter(({ item }) => valueOf(then).has(item));
    expect(both.length).toBeGreaterThan(0);
    for (const { item, value } of both) expect(value).toBeCloseTo(valueOf(then).get(item)!, 5);
    expect((await ask('recallMap', { ...question, user: user + 1, run, step: STEPS }))!.person).toBeNull();
    expect(await ask('recallMap', { ...question, run, step: STEPS + 1 })).toBeNull();
    expect(await ask('recallMap', { ...question, run: 'other', step: STEPS })).toBeNull();
  });
});

it('a map of a model with interests has a mark for each active one, and says which of them lists an item', async () => {
  const model = openInterests();
  const dataset: Dataset = interestsDataset;
  for (const { user: own } of dataset.split.test.slice(0, 4)) {
    const map = await itemMap(model, { user: own, k: 3, category: 'genre', item: null });
    const { lists, merged } = await retrieveByInterest(model, { user: own, k: 3, category: null, diversity: 0 });
    expect(map.person!.marks.map(({ interest }) => interest)).toEqual(lists.map(({ interest }) => interest));
    expect(map.person!.hasInterests).toBe(true);
    const listed = map.points.filter((point) => point.listed !== null);
    expect(new Set(listed.map(({ item }) => item))).toEqual(new Set(merged.map(({ item }) => item)));
    for (const { item, listed: interest } of listed)
      expect(merged.find((one) => one.item === item)!.interest).toBe(interest);
    for (const { item, value } of map.points) expect(map.values[value!]).toBe(['drama', 'war', 'love'][item % 3]);
  }
  model.dispose();
});

it('nearest are the first of equals, without the row itself, and never a vector of zeros', () => {
  const vectors = Float32Array.of(1, 0, 0, 0, 2, 0, 3, 4, 5, 0, -1, 0);
  expect([...nearest(vectors, 2, 0, 3).keys()]).toEqual([2, 4, 3]);
  expect([...nearest(vectors, 2, 0, 1).keys()]).toEqual([2]);
  expect([...nearest(vectors, 2, 0, 9)].map(([row, value]) => [row, +value.toFixed(3)])).toEqual([
    [2, 1],
    [4, 1],
    [3, 0.6],
    [5, -1],
  ]);
  expect(nearest(vectors, 2, 1, 3).size).toBe(0);
});
