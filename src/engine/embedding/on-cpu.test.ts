/** The embedding kernels of the CPU path beside their plain loops. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../device';
import { numbers, relativeError } from '../testing';
import { DistinctOwners } from './distinct-owners';
import { columnsOf, lookupInfo, type LookedUpField, type LookupShape } from './lookup-shape';
import {
  eventsOnCpu,
  lookupOnCpu,
  ownerGradientOnCpu,
  poolOnCpu,
  rowGradientsOnCpu,
  shareGradientOnCpu,
  weightedOnCpu,
} from './on-cpu';
import {
  eventsReference,
  lookupReference,
  ownerGradientReference,
  poolReference,
  rowGradients,
  shareGradientReference,
  weightedReference,
  type Words,
} from './reference';
import { NOWHERE } from './slots';

beforeAll(async () => void (await openCpu()));

const below = (count: number, most: number, seed: number): number[] =>
  Array.from(numbers(count, seed), (x) => Math.floor(((x + 1) / 2) * most));
const wordsOf = (u32: readonly number[]): Words => {
  const words = Uint32Array.from(u32);
  return { u32: words, f32: new Float32Array(words.buffer) };
};

/** Zeros without a sign. */
const unsigned = (x: Float32Array): Float32Array => x.map((value) => value + 0);

const OWNERS = 30;
const TABLE_ROWS = 60;

/** Owners of `rows` rows, and fields of each kind: one slot, several, none for some owners, weights, written by row. */
function lookupOf(rows: number, width: number, { tokens = null, piece = null }: Partial<LookedUpField & LookupShape>) {
  const words = [7, 7, ...below(rows, OWNERS, 1)];
  const slots: number[] = [];
  const put = (list: number[], values: readonly number[]): number => list.push(...values) - values.length;
  const bits = (values: Float32Array): number[] => [...new Uint32Array(values.buffer)];
  const counts = below(OWNERS, 4, 2);
  const start = [0];
  for (const count of counts) start.push(start.at(-1)! + count);
  const fields: LookedUpField[] = [
    {
      places: {
        kind: 'kept',
        start: put(slots, start),
        ids: put(slots, below(start.at(-1)!, 20, 3)),
        weight: put(slots, bits(numbers(OWNERS, 4))),
      },
      firstRow: 5,
      piece,
    },
    { places: { kind: 'kept', start: null, ids: put(slots, below(OWNERS, 20, 5)), weight: null }, firstRow: 0, piece },
    {
      places: {
        kind: 'fresh',
        each: 2,
        ids: put(
          words,
          below(2 * rows, 20, 6).map((id, at) => (at % 5 === 0 ? NOWHERE : id)),
        ),
        weight: put(words, bits(numbers(rows, 7))),
      },
      firstRow: 30,
      piece,
    },
  ];
  const shape: LookupShape = { rows, width, owners: 2, count: null, tokens, fields: tokens ? [fields[0]!] : fields };
  return { shape, slots: wordsOf(slots), words: wordsOf(words) };
}

describe('lookups of the CPU path', () => {
  it.each([
    [40, 16, {}],
    [3, 5, {}],
    [40, 3, { piece: { from: 4, rows: 9 } }],
    [40, 8, { tokens: 3 }],
  ] as const)(
    'of %i rows of width %i, %j, have the bits of the plain loops, tables large and small',
    (rows, width, more) => {
      const given = lookupOf(rows, width, more);
      const size = rows * columnsOf(given.shape) * width;
      // Of one with many more rows than are read the table is walked in place.
      for (const tableRows of [TABLE_ROWS, 40 * size]) {
        const table = numbers(tableRows * width, 8);
        const [own, plain] = [numbers(size, 9), numbers(size, 10)];
        lookupOnCpu(table, given, lookupInfo(given.shape), own);
        lookupReference(table, given.slots, given.words, given.shape, plain);
        expect(plain.some((x) => x !== 0)).toBe(true);
        expect(unsigned(own)).toEqual(unsigned(plain));
      }
    },
  );

  it('leave what lies behind their rows', () => {
    const { shape, slots, words } = lookupOf(9, 4, {});
    words.u32[1] = 5;
    const [own, plain] = [numbers(9 * 12, 9), numbers(9 * 12, 9)];
    const counted = { ...shape, count: 1 };
    const table = numbers(TABLE_ROWS * 4, 8);
    lookupOnCpu(table, { shape: counted, slots, words }, lookupInfo(counted), own);
    lookupReference(table, slots, words, counted, plain);
    expect(unsigned(own)).toEqual(unsigned(plain));
  });

  it('weigh gradients', () => {
    const given = lookupOf(40, 6, {});
    const gradient = numbers(40 * 18, 11);
    const [own, plain] = [new Float32Array(40 * 18), new Float32Array(40 * 18)];
    weightedOnCpu(given, gradient, own);
    weightedReference(given.slots, given.words, given.shape, gradient, plain);
    expect(unsigned(own)).toEqual(unsigned(plain));
  });
});

describe.each([
  [6, 5, 3],
  [40, 300, 8],
])('the past of the CPU path, %i rows of %i events of width %i,', (rows, length, width) => {
  const setUp = () => {
    const distinct = new DistinctOwners('past', rows, length, OWNERS);
    const counts = Uint32Array.from(below(rows, length + 1, 12));
    counts[0] = 0;
    distinct.prepare({ rows, length, owners: Uint32Array.from(below(rows * length, OWNERS, 13)), counts });
    const { shape, slots } = lookupOf(distinct.entries, width, {});
    const kept = { ...shape, fields: shape.fields.slice(0, 2) };
    const words = lookupOf(distinct.entries, width, {}).words;
    const across = 2 * width;
    return { distinct, given: { shape: kept, slots, words }, values: numbers(distinct.most * across, 14), across };
  };
  const shares = numbers(rows * length, 15).map((x, at) => (at % 4 === 0 ? 0 : x));

  it('spreads and pools what its owners have, with the gradients of the plain loops', () => {
    const { distinct, given, values, across } = setUp();
    const { shape } = given;
    const blank = (size: number) => [numbers(size, 16), numbers(size, 17)] as const;
    const [events, plainEvents] = blank(rows * length * across);
    eventsOnCpu(distinct, values, across, events);
    eventsReference(distinct, values, shape, plainEvents);
    expect(unsigned(events)).toEqual(unsigned(plainEvents));
    const [pool, plainPool] = blank(rows * across);
    poolOnCpu(distinct, values, across, shares, pool);
    poolReference(distinct, values, shape, shares, plainPool);
    expect(relativeError(pool, plainPool)).toBeLessThan(2e-6);
    const dy = numbers(rows * across, 18);
    const plain = shareGradientReference(distinct, values, shape, dy);
    expect(relativeError(shareGradientOnCpu(distinct, values, across, dy), plain)).toBeLessThan(2e-6);
    distinct.dispose();
  });

  it.each([true, false])('adds gradients of owners to others, of pools %j', (pooled) => {
    const { distinct, given, across } = setUp();
    const gradient = numbers(rows * (pooled ? 1 : length) * across, 19);
    const [own, plain] = [numbers(distinct.entries * across, 20), numbers(distinct.entries * across, 20)];
    ownerGradientOnCpu(distinct, given, gradient, pooled ? shares : null, own);
    ownerGradientReference(distinct, [given.slots, given.words, given.shape], gradient, pooled ? shares : null, plain);
    expect(relativeError(own, plain)).toBeLessThan(2e-6);
    distinct.dispose();
  });
});

it('sums the gradients of touched rows over all leaves', () => {
  const leaves = [
    { first: 0, gradient: numbers(7 * 5, 1) },
    { first: 7, gradient: numbers(4 * 5, 2) },
  ];
  const touched = {
    unique: Uint32Array.of(3, 9, 1),
    start: Uint16Array.of(0, 4, 5, 11),
    source: Uint16Array.of(0, 6, 7, 10, 8, 1, 2, 3, 4, 5, 9),
    jobs: new Uint32Array(0),
    levels: [],
    hot: new Uint32Array(0),
  };
  expect(relativeError(rowGradientsOnCpu(touched, leaves, 5), rowGradients(touched, leaves, 5))).toBeLessThan(2e-6);
});
