import { describe, expect, it } from 'vitest';
import { FIRST_VALUE, MISSING, UNKNOWN, type Field } from '../../../data/dataset';
import { createRandom } from '../../../data/random';
import { countPairs } from './pair-counts';

const [A, B, C] = [FIRST_VALUE, FIRST_VALUE + 1, FIRST_VALUE + 2];
const fieldOf = (length: number, ids: number[]): Field => ({
  name: 'genre',
  owner: 'item',
  kind: length === 1 ? 'categorical' : 'bag',
  rows: 5,
  vocabulary: [],
  length,
  weights: null,
  ids: Uint32Array.from(ids),
});
/** Two users: of the first the items 0, 1, 0 and 2, bought 9, 4, 3 and 1 days ago; the second has no past. */
const history = {
  rows: 2,
  length: 4,
  owners: Uint32Array.of(0, 1, 0, 2, 0, 0, 0, 0),
  counts: Uint32Array.of(4, 0),
  mask: Float32Array.of(1, 1, 1, 1, 0, 0, 0, 0),
  ageDays: Float32Array.of(9, 4, 3, 1, 0, 0, 0, 0),
};
function counted(field: Field, length: number, candidates: readonly number[]): number[][] {
  const values = new Float32Array(candidates.length * 2).fill(7);
  const rows = {
    user: { rows: Uint32Array.of(0, 1), history },
    item: { rows: Uint32Array.from(candidates), history: null },
  };
  countPairs(field, { length, position: false }, rows, values);
  return candidates.map((_, pair) =>
    [Math.expm1(values[2 * pair]!), values[2 * pair + 1]!].map((x) => Number(x.toFixed(5))),
  );
}

describe('what a past and a candidate have in common', () => {
  // Items 0 to 4 are of A, B, A, B and of none that is known.
  const one = fieldOf(1, [A, B, A, B, MISSING, UNKNOWN]);

  it('is how many events share its category, and how recent the newest is: 1 / (1 + days)', () => {
    expect(counted(one, 4, [2, 3, 2, 3])).toEqual([
      [3, 0.5],
      [1, 0.2],
      [0, 0],
      [0, 0],
    ]);
  });

  it('looks at the newest events alone', () => {
    expect(counted(one, 2, [2, 3, 0, 1]).slice(0, 2)).toEqual([
      [2, 0.5],
      [0, 0],
    ]);
  });

  it('matches nothing by missing and unknown values', () => {
    expect(counted(fieldOf(1, [MISSING, UNKNOWN, MISSING, A, MISSING, UNKNOWN]), 4, [4, 5, 4, 5])).toEqual(
      Array.from({ length: 4 }, () => [0, 0]),
    );
  });

  it('counts an event once that shares several of several values, and adds up those of different ones', () => {
    const bag = fieldOf(3, [
      A,
      B,
      MISSING,
      B,
      C,
      B,
      C,
      MISSING,
      MISSING,
      A,
      C,
      MISSING,
      A,
      A,
      B,
      MISSING,
      MISSING,
      MISSING,
    ]);
    // Item 0 is of A and B, 1 of B (named twice) and C, 2 of C, 3 of A and C, 4 of A and B; the past is 0, 1, 0, 2.
    expect(counted(bag, 4, [0, 2, 3, 5, 0, 2, 3, 5]).slice(0, 4)).toEqual([
      [3, 0.25],
      [2, 0.5],
      [4, 0.5],
      [0, 0],
    ]);
    expect(counted(bag, 4, [4, 1, 4, 1]).slice(0, 2)).toEqual([
      [3, 0.25],
      [4, 0.5],
    ]);
  });

  // Of one value every event shares it, of many the newest that does lies far back.
  it.each([
    { first: FIRST_VALUE, kinds: 1 },
    { first: 0, kinds: 30 },
    { first: 0, kinds: 300 },
  ])('is what plain loops count in two pasts, of $kinds values from $first, position included', ({ first, kinds }) => {
    const random = createRandom(5);
    const [items, slots, length] = [40, 3, 70];
    const bag = fieldOf(
      slots,
      Array.from({ length: items * slots }, () => first + random.below(kinds)),
    );
    const counts = [66, 9];
    const long = {
      rows: 2,
      length,
      owners: Uint32Array.from({ length: 2 * length }, () => random.below(items)),
      counts: Uint32Array.from(counts),
      mask: new Float32Array(2 * length).fill(1),
      ageDays: Float32Array.from({ length: 2 * length }, (_, at) => length - (at % length)),
    };
    const valuesOf = (item: number) =>
      [...bag.ids.subarray(item * slots, (item + 1) * slots)].filter((value) => value >= FIRST_VALUE);
    for (const read of [70, 64, 40, 33, 32, 7]) {
      const values = new Float32Array(2 * items * 3);
      const rows = {
        user: { rows: Uint32Array.of(0, 1), history: long },
        item: { rows: Uint32Array.from({ length: 2 * items }, (_, pair) => pair % items), history: null },
      };
      countPairs(bag, { length: read, position: true }, rows, values);
      const plain = counts.flatMap((count, row) =>
        Array.from({ length: items }, (_, item) => {
          const past = [...long.owners.subarray(row * length, (row + 1) * length)];
          const newestFirst = past.reverse().slice(0, Math.min(read, count));
          const shares = newestFirst.map((owner) => valuesOf(owner).some((value) => valuesOf(item).includes(value)));
          const newest = shares.indexOf(true);
          return newest < 0
            ? [0, 0, 0]
            : [Math.log1p(shares.filter(Boolean).length), 1 / (2 + newest), 1 / (1 + newest)];
        }),
      );
      expect(values).toEqual(Float32Array.from(plain.flat()));
    }
  });
});
