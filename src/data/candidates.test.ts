import { describe, expect, it } from 'vitest';
import { createBatches } from './batches';
import type { Shown } from './dataset';
import { trainingPositives } from './positives';
import { datasetOf, randomRows } from './testing';
import { trainingPart } from './training-part';
import { candidateSampler, type Candidates } from './candidates';

const dataset = datasetOf(randomRows(4), { repeats: 'all' });
const {
  events,
  items,
  split: { train, test, validation },
} = dataset;
const batchesOf = (each: number | null, seed = 3) =>
  createBatches(dataset, {
    batch: 16,
    historyLength: 4,
    seed,
    candidates: each === null ? null : { each, shown: 0 },
  });
const taken = new Map<number, Set<number>>();
for (const event of train)
  taken.set(events.user[event]!, (taken.get(events.user[event]!) ?? new Set()).add(events.item[event]!));

const timeOf = () => 0;
const eventOf = () => 0;

describe('candidates', () => {
  it('are a pure function of seed and step, whatever arrays they are written to', () => {
    const of = (step: number, seed = 3) => batchesOf(5, seed).at(step).candidates!;
    const batches = batchesOf(5);
    let before = batches.at(7);
    for (const step of [5, 0, 2]) {
      before = batches.at(step, before);
      expect(before.candidates).toEqual(of(step));
    }
    expect(of(0).items).not.toEqual(of(1).items);
    expect(of(0).items).not.toEqual(of(0, 4).items);
  });

  it('are the row’s own item, labelled 1, then items that its user did not take in training', () => {
    for (let step = 0; step < 30; step++) {
      const { users, items: own, real, candidates } = batchesOf(5).at(step);
      for (let row = 0; row < users.length; row++) {
        const list = [...candidates!.items.subarray(row * 5, row * 5 + 5)];
        expect(list[0]).toBe(own[row]);
        expect([...candidates!.labels.subarray(row * 5, row * 5 + 5)]).toEqual([1, 0, 0, 0, 0]);
        if (row >= real) continue;
        list.slice(1).forEach((item, at) => {
          if (candidates!.there[row * 5 + 1 + at]) expect(taken.get(users[row]!)!.has(item)).toBe(false);
        });
      }
    }
  });

  it('are drawn from what the user did not take, each item alike', () => {
    const sample = candidateSampler(
      { each: 21, shown: 0 },
      { positives: { start: Uint32Array.of(0, 1), item: Uint32Array.of(1) }, items: 6, shown: null, teacher: null },
      1,
    );
    const found = new Float64Array(6);
    for (let step = 0; step < 100; step++) {
      const { items: drawn } = sample(step, {
        users: Uint32Array.of(0),
        items: Uint32Array.of(1),
        real: 1,
        timeOf,
        eventOf,
      });
      for (const item of drawn.subarray(1)) found[item]! += 1 / 2000;
    }
    expect(found[1]).toBe(0);
    for (const item of [0, 2, 3, 4, 5]) expect(found[item]).toBeCloseTo(0.2, 1.5);
  });

  it('may be held-out items of the user: nobody knows those', () => {
    const heldOut = new Map([...validation, ...test].map(({ user, items: own }) => [user, own]));
    let met = 0;
    for (let step = 0; step < 20; step++) {
      const { users, candidates } = batchesOf(9).at(step);
      candidates!.items.forEach((item, pair) => {
        if (pair % 9 > 0 && heldOut.get(users[Math.floor(pair / 9)]!)?.includes(item)) met += 1;
      });
    }
    expect(met).toBeGreaterThan(20);
  });

  it('leave places empty where a user took everything, and are not there for padding', () => {
    const positives = { start: Uint32Array.of(0, 3), item: Uint32Array.of(0, 1, 2) };
    const lists = candidateSampler({ each: 3, shown: 0 }, { positives, items: 3, shown: null, teacher: null }, 1);
    expect(lists(0, { users: Uint32Array.of(0, 0), items: Uint32Array.of(2, 1), real: 1, timeOf, eventOf })).toEqual({
      items: Uint32Array.of(2, 2, 2, 1, 1, 1),
      labels: Float32Array.of(1, 0, 0, 1, 0, 0),
      there: Float32Array.of(1, 0, 0, 0, 0, 0),
      teacher: null,
    });
  });

  it('change nothing else in a batch, and are not there unless asked for', () => {
    const plain = batchesOf(null).at(2);
    expect(plain.candidates).toBeNull();
    const { candidates, ...rest } = batchesOf(5).at(2);
    expect(plain).toMatchObject(rest);
    expect(candidates!.items).toHaveLength(80);
  });

  it('are refused where there would be none but the own', () => {
    const positives = trainingPositives(trainingPart(dataset), items.length);
    const pools = { positives, items: items.length, shown: null, teacher: null };
    expect(() => candidateSampler({ each: 2, shown: 1 }, pools, 1)).toThrow('no rows were shown');
    for (const each of [1, 0, 2.5]) expect(() => candidateSampler({ each, shown: 0 }, pools, 1)).toThrow(RangeError);
  });

  // One user: shown 3 at 10, 4 at 20, 5 at 30 and 6 at 40 in training, 7 at 50 after it.
  const shown: Shown = {
    user: new Uint32Array(5),
    item: Uint32Array.of(3, 4, 5, 6, 7),
    time: Float64Array.of(10, 20, 30, 40, 50),
    line: new Uint32Array(5),
    start: Uint32Array.of(0, 5, 5),
    part: Uint8Array.of(0, 0, 0, 0, 2),
    history: new Uint32Array(5),
    columns: [],
  };
  /** The same rows of the first of all users. */
  const shownStart = Uint32Array.from(dataset.userStart, (_, user) => (user === 0 ? 0 : 5));
  /** The list of one row. @param took what the first user took in training, in order */
  const listed = (
    asked: Pick<Candidates, 'each' | 'shown'>,
    { time, user = 0, took = [], seed = 1 }: { time: number; user?: number; took?: readonly number[]; seed?: number },
  ) => {
    const pools = {
      positives: { start: Uint32Array.of(0, took.length, took.length), item: Uint32Array.from(took) },
      items: 9,
      shown,
      teacher: null,
    };
    const { items: list, there } = candidateSampler(
      asked,
      pools,
      seed,
    )(0, {
      users: Uint32Array.of(user),
      items: Uint32Array.of(1),
      real: 1,
      timeOf: () => time,
      eventOf,
    });
    return [[...list], [...there]] as const;
  };
  const before = (each: number, time: number, user = 0) => listed({ each, shown: each - 1 }, { time, user });

  it('that were shown are the newest at the moment of the row, that moment included, and of training alone', () => {
    expect(before(2, 22)).toEqual([
      [1, 4],
      [1, 1],
    ]);
    expect(before(4, 30)).toEqual([
      [1, 5, 4, 3],
      [1, 1, 1, 1],
    ]);
    expect(before(4, 60)).toEqual([
      [1, 6, 5, 4],
      [1, 1, 1, 1],
    ]);
  });

  it('that were shown leave places empty where there are too few', () => {
    expect(before(4, 22), 'never of what came later').toEqual([
      [1, 4, 3, 1],
      [1, 1, 1, 0],
    ]);
    expect(before(3, 9)).toEqual([
      [1, 1, 1],
      [1, 0, 0],
    ]);
    expect(before(3, 30, 1)).toEqual([
      [1, 1, 1],
      [1, 0, 0],
    ]);
  });

  it('of both kinds are as many of the catalogue as was asked for, then the newest that were shown', () => {
    const drawn = new Set<number>();
    for (let seed = 0; seed < 40; seed++) {
      const [list, there] = listed({ each: 6, shown: 2 }, { time: 22, took: [1, 2, 8], seed });
      expect([list[0], ...list.slice(4)]).toEqual([1, 4, 3]);
      expect(there).toEqual([1, 1, 1, 1, 1, 1]);
      for (const item of list.slice(1, 4)) drawn.add(item);
    }
    // All but what the user took, what he was shown after training (7) among them: those of the catalogue know no time.
    expect([...drawn].toSorted()).toEqual([0, 3, 4, 5, 6, 7]);
  });

  it('of both kinds are of the one where the other has nothing: neither fills places of the other', () => {
    const [list, there] = listed({ each: 6, shown: 3 }, { time: 30, user: 1 });
    expect(list.slice(3)).toEqual([1, 1, 1]);
    expect(there).toEqual([1, 1, 1, 0, 0, 0]);
    const everything = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    expect(listed({ each: 6, shown: 3 }, { time: 22, took: everything })).toEqual([
      [1, 4, 3, 1, 1, 1],
      [1, 1, 1, 0, 0, 0],
    ]);
    expect(listed({ each: 7, shown: 5 }, { time: 40, took: everything })).toEqual([
      [1, 6, 5, 4, 3, 1, 1],
      [1, 1, 1, 1, 1, 0, 0],
    ]);
  });

  it('of both kinds are a pure function of seed and step too, labelled 1 for the own alone', () => {
    const impressions = { ...dataset, shown: { ...shown, start: shownStart } };
    const batchesWith = (seed: number) =>
      createBatches(impressions, { batch: 16, historyLength: 0, seed, candidates: { each: 9, shown: 4 } });
    const batches = batchesWith(3);
    let before = batches.at(7);
    for (const step of [5, 0, 2]) {
      before = batches.at(step, before);
      expect(before.candidates).toEqual(batchesWith(3).at(step).candidates);
    }
    const { items: list, labels, there } = before.candidates!;
    expect(list).not.toEqual(batchesWith(4).at(2).candidates!.items);
    labels.forEach((label, place) => expect(label).toBe(Number(place % 9 === 0)));
    // Nobody but the first user was shown anything; who took the whole catalogue finds nothing in it.
    const count = Array.from(before.users, (_, row) => there.subarray(row * 9, row * 9 + 9).reduce((a, b) => a + b));
    before.users.forEach((user, row) => {
      const drawn = taken.get(user)!.size < items.length ? 4 : 0;
      if (row < before.real) expect(count[row]).toBe(1 + drawn + (user === 0 ? 4 : 0));
    });
    expect(count).toContain(9);
  });

  it('are refused where more are to be shown than there are places', () => {
    const pools = {
      positives: { start: new Uint32Array(3), item: new Uint32Array(0) },
      items: 9,
      shown,
      teacher: null,
    };
    for (const places of [-1, 3, 1.5])
      expect(() => candidateSampler({ each: 3, shown: places }, pools, 1)).toThrow(`shown is ${places}`);
  });
});
