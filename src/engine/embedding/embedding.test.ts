import { describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../testing';
import { Storage } from '../storage';
import * as tf from '../tf';
import { DistinctOwners, type PastEvents } from './distinct-owners';
import { LONGEST_SUM } from './sizes';
import { lookUp, type Lookup } from './lookup';
import { lookupInfo, type FieldPlaces, type LookupShape } from './lookup-shape';
import { gradientsOfOwners, weightedGradients } from './owner-gradients';
import {
  disposePast,
  lookUpOwners,
  ownerValues,
  pastOf,
  pooledLookup,
  pooledValues,
  spreadOverEvents,
  unpackPast,
} from './past-lookup';
import { NOWHERE, SlotTables, bitsOf, type FieldSlots } from './slots';

onDevice();

const TABLE_ROWS = 40;
const below = (count: number, most: number, seed: number): Uint32Array =>
  Uint32Array.from(numbers(count, seed), (x) => Math.floor(((x + 1) / 2) * most));

/** Slots of invented owners: some have none, the last one as many as there can be. */
function slotsOf(owners: number, each: number, weighted: boolean, seed: number): FieldSlots {
  const weight = weighted ? numbers(owners, seed + 50) : null;
  if (each === 1) return { start: null, ids: below(owners, TABLE_ROWS, seed), weight };
  const start = new Uint32Array(owners + 1);
  const counts = below(owners, each + 1, seed + 1);
  counts[owners - 1] = each;
  counts.forEach((count, owner) => (start[owner + 1] = start[owner]! + count));
  return { start, ids: below(start[owners]!, TABLE_ROWS, seed), weight };
}

interface FieldCase {
  each: number;
  weighted: boolean;
  fresh?: true;
  piece?: { from: number; rows: number };
}
interface Case {
  rows: number;
  width: number;
  tokens?: number;
  fields: readonly FieldCase[];
}
const OWNERS = 30;

/** A lookup of rows whose owners are drawn, some fields kept by owner and some written by row. */
function lookupOf({ rows, width, tokens, fields }: Case) {
  const slots = fields.map(({ each, weighted }, f) => slotsOf(OWNERS, each, weighted, 4 + 7 * f));
  const tables = new SlotTables(slots);
  const owners = below(rows, OWNERS, 3);
  const words: number[] = [7, 7, ...owners];
  const put = (values: ArrayLike<number>): number => words.push(...Array.from(values)) - values.length;
  const places = fields.map(({ each, fresh }, f): FieldPlaces => {
    if (!fresh) return { kind: 'kept', ...tables.places[f]! };
    const { start, ids, weight } = slots[f]!;
    const own = Array.from(owners, (owner) => {
      const all = Array.from(start ? ids.subarray(start[owner], start[owner + 1]) : ids.subarray(owner, owner + 1));
      return [...all, ...Array<number>(each - all.length).fill(NOWHERE)];
    });
    return {
      kind: 'fresh',
      each,
      ids: put(own.flat()),
      weight: weight && put(bitsOf(Float32Array.from(owners, (owner) => weight[owner]!))),
    };
  });
  const shape: LookupShape = {
    rows,
    width,
    owners: 2,
    count: null,
    tokens: tokens ?? null,
    fields: fields.map(({ piece }, f) => ({ places: places[f]!, firstRow: 5 * f, piece: piece ?? null })),
  };
  return { lookup: made(shape, tables, Uint32Array.from(words)), slots, owners };
}

function made(shape: LookupShape, slots: SlotTables, packed: Uint32Array<ArrayBuffer>): Lookup {
  const info = lookupInfo(shape);
  const tableRows = TABLE_ROWS + 5 * shape.fields.length;
  return {
    ...shape,
    slots,
    table: Storage.create('table', [tableRows, shape.width], 'float32', numbers(tableRows * shape.width, 3)),
    words: Storage.create('words', [packed.length], 'float32', new Float32Array(packed.buffer)),
    info: Storage.create('info', [info.length], 'int32', info),
  };
}

const disposeLookup = ({ table, words, info, slots }: Lookup): void =>
  [table, words, info, slots].forEach((storage) => storage.dispose());

async function rowsOf(given: Case) {
  const { lookup, ...rest } = lookupOf(given);
  const shape = [given.rows, given.tokens ?? given.fields.length, given.width];
  const size = shape.reduce((a, b) => a * b, 1);
  const out = Storage.create('rows', shape, 'float32');
  lookUp(lookup, out.tensor);
  const values = await out.read();
  const weighted = tf.tidy(() => weightedGradients(lookup, tf.tensor(numbers(size, 9), shape)));
  const gradients = Float32Array.from(await weighted.data());
  const table = await lookup.table.read();
  weighted.dispose();
  out.dispose();
  disposeLookup(lookup);
  return { values, gradients, table, ...rest };
}

async function onBoth<T>(run: () => Promise<T>): Promise<{ fused: T; plain: T }> {
  const fused = await run();
  await tf.setBackend('cpu');
  const plain = await run();
  await tf.setBackend('webgpu');
  return { fused, plain };
}

describe('lookup', () => {
  // Several shapes in a row: a cache key that forgot something would hand one the shader of another.
  it.each<Case>([
    { rows: 5, width: 3, fields: [{ each: 1, weighted: false }] },
    {
      rows: 130,
      width: 16,
      fields: [
        { each: 4, weighted: true },
        { each: 1, weighted: false },
        { each: 2, weighted: true, fresh: true },
        { each: 1, weighted: true, fresh: true },
      ],
    },
    { rows: 9, width: 8, fields: [{ each: 3, weighted: false, piece: { from: 10, rows: 15 } }] },
    { rows: 9, width: 8, fields: [{ each: 2, weighted: true, fresh: true, piece: { from: 0, rows: 20 } }] },
    { rows: 1, width: 1, fields: [{ each: 1, weighted: true }] },
    { rows: 7, width: 4, tokens: 5, fields: [{ each: 5, weighted: false }] },
    { rows: 7, width: 4, tokens: 3, fields: [{ each: 3, weighted: false, fresh: true }] },
  ])(
    'of $rows rows, width $width, tokens $tokens, fields $fields: rows and weighted gradients are those of the plain loops',
    async (given) => {
      const { fused, plain } = await onBoth(() => rowsOf(given));
      expect(plain.values.some((x) => x !== 0)).toBe(true);
      expect(relativeError(fused.values, plain.values)).toBeLessThan(2e-6);
      if (!given.tokens) expect(relativeError(fused.gradients, plain.gradients)).toBeLessThan(2e-6);
    },
  );

  it('adds up the rows of its slots and weighs the sum', async () => {
    const { values, table, slots, owners } = await rowsOf({
      rows: 6,
      width: 4,
      fields: [
        { each: 3, weighted: true },
        { each: 1, weighted: false, fresh: true },
      ],
    });
    const expected = Array.from(owners).flatMap((owner) =>
      slots.flatMap(({ start, ids, weight }, f) => {
        const own = start ? ids.subarray(start[owner], start[owner + 1]) : ids.subarray(owner, owner + 1);
        return [0, 1, 2, 3].map(
          (d) => (weight?.[owner] ?? 1) * own.reduce((sum, id) => sum + table[(5 * f + id) * 4 + d]!, 0),
        );
      }),
    );
    expect(relativeError(values, expected)).toBeLessThan(2e-6);
  });
});

/** Histories of invented rows: empty ones, full ones, and owner 1 in every event of the first rows. */
function pastEvents(rows: number, length: number, owners: number): PastEvents {
  const counts = below(rows, length + 1, 11);
  const all = below(rows * length, owners, 12);
  for (let row = 0; row < Math.min(rows, 3); row++) {
    counts[row] = length;
    all.fill(Math.min(1, owners - 1), row * length, (row + 1) * length);
  }
  if (rows > 4) counts[4] = 0;
  return { rows, length, owners: all, counts };
}

describe('the distinct owners of a past', () => {
  it.each([
    [6, 5, 9],
    [4, 300, 12],
    [700, 100, 40],
  ])(
    'of %i rows of %i events and %i owners: every event stands once, at its owner, in order, and entries in that of their first',
    (rows, length, owners) => {
      const past = pastEvents(rows, length, owners);
      const distinct = new DistinctOwners('past', rows, length, owners);
      // Twice: the first leaves nothing behind.
      distinct.prepare({ ...past, owners: past.owners.map((owner) => owners - 1 - owner) });
      distinct.prepare(past);
      const words = (distinct as unknown as { packed: Uint32Array }).packed;
      const [entries = 0, , , starts = 0, events = 0, halves = 0] = words;
      const listed = (first: number, k: number): number =>
        halves ? (words[first + (k >> 1)]! >>> (16 * (k & 1))) & 0xffff : words[first + k]!;
      const event = (k: number): number => listed(events, k);
      expect(halves).toBe(rows * length < 2 ** 16 ? 1 : 0);
      expect(entries).toBe(distinct.entries);
      expect(entries).toBeLessThanOrEqual(distinct.most);
      const seen = new Set<number>();
      const entryOf = distinct.entryOf();
      let first = -1;
      for (let entry = 0; entry < entries; entry++) {
        const [begin, end] = [listed(starts, entry), listed(starts, entry + 1)];
        expect(event(begin)).toBeGreaterThan(first);
        first = event(begin);
        expect(end - begin).toBeGreaterThan(0);
        expect(end - begin).toBeLessThanOrEqual(LONGEST_SUM);
        for (let k = begin; k < end; k++) {
          expect(past.owners[event(k)]).toBe(words[distinct.ownersAt + entry]);
          expect(entryOf[event(k)]).toBe(entry);
          if (k > begin) expect(event(k)).toBeGreaterThan(event(k - 1));
          seen.add(event(k));
        }
      }
      const there = Array.from(past.counts).reduce((sum, count) => sum + count, 0);
      expect(seen.size).toBe(there);
      expect(listed(starts, entries)).toBe(there);
      distinct.dispose();
    },
  );

  it('of events in two stretches are those of the same events in one list', () => {
    const of = Uint32Array.from({ length: 40 }, (_, at) => (at * 7) % 11);
    const ranges = Uint32Array.of(3, 6, 10, 12, 0, 0, 20, 25, 30, 34, 34, 34, 1, 3, 35, 40);
    const past = (length: number) => {
      const counts = new Uint32Array(4);
      const owners = new Uint32Array(4 * length);
      for (let row = 0; row < 4; row++) {
        const [a, b, c, d] = ranges.subarray(4 * row, 4 * row + 4) as unknown as [number, number, number, number];
        const all = [...of.subarray(a, b), ...of.subarray(c, d)];
        counts[row] = all.length;
        owners.set(all, (row + 1) * length - all.length);
      }
      return { rows: 4, length, owners, counts };
    };
    for (const length of [7, 4, 2]) {
      const [one, other] = [0, 1].map(() => new DistinctOwners('past', 5, length, 11));
      one!.prepare(past(7));
      other!.prepare({ ...past(7), owners: new Uint32Array(0), where: { of, ranges } });
      const words = ({ packed, used }: { packed: Uint32Array; used: number }) => packed.subarray(0, used);
      expect(words(other as unknown as Parameters<typeof words>[0])).toEqual(
        words(one as unknown as Parameters<typeof words>[0]),
      );
      expect(one!.counts[3]).toBe(length);
      one!.dispose();
      other!.dispose();
    }
  });

  it('are of the newest columns of a longer history', () => {
    const distinct = new DistinctOwners('past', 2, 2, 10);
    distinct.prepare({ rows: 1, length: 4, owners: Uint32Array.of(0, 5, 6, 7), counts: Uint32Array.of(3) });
    expect([...distinct.owners.subarray(0, distinct.entries)]).toEqual([6, 7]);
    expect([...distinct.counts]).toEqual([2, 0]);
    distinct.dispose();
  });
});

interface PastCase {
  rows: number;
  length: number;
  width: number;
  owners: number;
  fields: readonly FieldCase[];
}

/** Events, a pool and its gradients, and the gradients of owners by two readers of events and of pools. */
async function runPast({ rows, length, width, owners, fields }: PastCase) {
  const distinct = new DistinctOwners('past', rows, length, owners);
  distinct.prepare(pastEvents(rows, length, owners));
  distinct.submit();
  const tables = new SlotTables(fields.map(({ each, weighted }, f) => slotsOf(owners, each, weighted, 4 + 7 * f)));
  const shape: LookupShape = {
    rows: distinct.most,
    width,
    owners: distinct.ownersAt,
    count: 0,
    tokens: null,
    fields: fields.map((_, f) => ({
      places: { kind: 'kept', ...tables.places[f]! },
      firstRow: 5 * f,
      piece: null,
    })),
  };
  const lookup: Lookup = { ...made(shape, tables, new Uint32Array(1)) };
  lookup.words.dispose();
  const own: Lookup = { ...lookup, words: distinct.storage };
  const past = pastOf(distinct);
  const across = fields.length * width;
  const shares = numbers(rows * length, 9).map((x, i) => (i % 4 === 0 ? 0 : x));
  const dPool = tf.tensor2d(numbers(rows * across, 8), [rows, across]);
  const dEvents = tf.tensor4d(numbers(rows * length * across, 7), [rows, length, fields.length, width]);
  const results = tf.tidy(() => {
    unpackPast(past);
    const values = lookUpOwners(past, own);
    const events = Storage.create('events', [rows, length, fields.length, width], 'float32');
    spreadOverEvents(values, events.tensor);
    const leaf = Storage.create('pool', [rows, across], 'float32');
    const given = tf.tensor2d(shares, [rows, length]);
    const { value, grads } = tf.valueAndGrads((...[s, l]: tf.Tensor[]) =>
      pooledLookup(values, s as tf.Tensor2D, l as tf.Tensor2D),
    )([given, leaf.tensor], dPool);
    const entries = (x: tf.Tensor) => tf.slice(x, 0, distinct.entries);
    const had = tf.reshape(ownerValues(past, own), [own.rows, across]);
    const ofOwners = tf.valueAndGrads((...[s, v]: tf.Tensor[]) =>
      pooledValues({ past, lookup: own }, v as tf.Tensor2D, s as tf.Tensor2D, (gradient, by) =>
        tf.reshape(gradientsOfOwners(past, own, [{ gradient, shares: by }], false), had.shape),
      ),
    )([given, had], dPool);
    return [
      events.tensor,
      value,
      ...grads,
      entries(gradientsOfOwners(past, own, [{ gradient: dEvents, shares: null }])),
      entries(
        gradientsOfOwners(past, own, [
          { gradient: dPool, shares: given },
          { gradient: tf.mul(dPool, 2), shares: tf.square(given) },
        ]),
      ),
      ofOwners.value,
      ofOwners.grads[0]!,
      entries(ofOwners.grads[1]!),
    ];
  });
  const data = await Promise.all(results.map(async (tensor) => Float32Array.from(await tensor.data())));
  tf.dispose([...results, dPool, dEvents]);
  disposePast(past);
  [lookup.table, lookup.info, tables].forEach((storage) => storage.dispose());
  return { data, shares, counts: pastEvents(rows, length, owners).counts };
}

describe('a past', () => {
  it.each<PastCase>([
    { rows: 6, length: 5, width: 3, owners: 9, fields: [{ each: 1, weighted: false }] },
    {
      rows: 40,
      length: 7,
      width: 8,
      owners: 25,
      fields: [
        { each: 1, weighted: false },
        { each: 3, weighted: true },
        { each: 2, weighted: false },
      ],
    },
    { rows: 700, length: 100, width: 4, owners: 40, fields: [{ each: 1, weighted: true }] },
    { rows: 1, length: 2, width: 1, owners: 1, fields: [{ each: 1, weighted: false }] },
  ])('of $rows rows of $length events: all results are those of the plain loops', async (given) => {
    const { fused, plain } = await onBoth(() => runPast(given));
    plain.data.forEach((values, i) => {
      expect(
        values.some((x) => x !== 0),
        `result ${i}`,
      ).toBe(true);
      expect(relativeError(fused.data[i]!, values), `result ${i}`).toBeLessThan(2e-5);
    });
  });

  it('pools what its events are, and an event that is none is 0', async () => {
    const [rows, length] = [8, 3];
    const { data, shares, counts } = await runPast({
      rows,
      length,
      width: 8,
      owners: 6,
      fields: [
        { each: 2, weighted: true },
        { each: 1, weighted: false },
      ],
    });
    const [events, pool] = [data[0]!, data[1]!];
    const expected = Float32Array.from({ length: rows * 16 }, (_, at) => {
      const [row, column] = [Math.floor(at / 16), at % 16];
      return [0, 1, 2].reduce(
        (sum, t) => sum + shares[row * length + t]! * events[(row * length + t) * 16 + column]!,
        0,
      );
    });
    expect(relativeError(pool, expected)).toBeLessThan(2e-6);
    // Summed of the owners' values, too, by which it is differentiated as they are.
    expect(relativeError(data[6]!, expected)).toBeLessThan(2e-6);
    expect(relativeError(data[7]!, data[2]!)).toBeLessThan(2e-6);
    for (let row = 0; row < rows; row++)
      for (let t = 0; t < length; t++)
        expect(events.subarray((row * length + t) * 16, (row * length + t + 1) * 16).some((x) => x !== 0)).toBe(
          t >= length - counts[row]!,
        );
  });
});
