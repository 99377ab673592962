import { describe, expect, it } from 'vitest';
import { LONGEST_SUM } from './sizes';
import { partOf } from './testing';
import { levelsFor, longestSum, mostJobs, RowGroups, type LookupPart, type TouchedRows } from './touched-rows';

function group(parts: readonly LookupPart[], arenaRows: number, most: number, packed = true): TouchedRows {
  const words = new Uint32Array(4 * most + 8 + 4 * mostJobs(most));
  return new RowGroups(arenaRows, most).group(parts, words, 3, packed ? new Uint16Array(words.buffer) : null);
}

/** Sums of every row the way the device makes them, of sources that are worth `value`; the longest sum of all too. */
function summed({ unique, start, source, jobs, levels, hot }: TouchedRows, value: (source: number) => number) {
  let longest = 0;
  const sum = (begin: number, end: number, of: (k: number) => number): number => {
    longest = Math.max(longest, end - begin);
    let total = 0;
    for (let k = begin; k < end; k++) total += of(k);
    return total;
  };
  const before: number[] = [];
  for (let job = 0; job < jobs.length / 2; job++) {
    const [begin, end] = [jobs[2 * job]!, jobs[2 * job + 1]!];
    before[job] = sum(begin, end, job < levels[0]! ? (k) => value(source[k]!) : (k) => before[k]!);
  }
  const sums = Array.from(unique, (_, u) =>
    2 * u < hot.length
      ? sum(hot[2 * u]!, hot[2 * u + 1]!, (k) => before[k]!)
      : sum(start[u]!, start[u + 1]!, (k) => value(source[k]!)),
  );
  return { sums: new Map(Array.from(unique, (row, u) => [row, sums[u]!])), longest };
}

describe('touched rows', () => {
  it.each([true, false])(
    'are distinct rows as they first occur, with every slot that is read (packed: %s)',
    (packed) => {
      const bag = { start: Uint32Array.of(0, 1, 1, 3), ids: Uint32Array.of(1, 0, 3), weight: null };
      const touched = group([partOf([3, 1, 3]), partOf([0, 0, 0], null, { slots: bag, firstRow: 3 })], 5, 9, packed);
      expect({ unique: [...touched.unique], start: [...touched.start], source: [...touched.source] }).toEqual({
        unique: [3, 1, 0],
        start: [0, 3, 5, 6],
        source: [0, 2, 5, 1, 3, 5],
      });
      expect([touched.hot.length, touched.jobs.length, touched.levels]).toEqual([0, 0, []]);
    },
  );

  it('are those of the piece that lies in the arena, and of tokens each has its own gradient', () => {
    const bag = { start: Uint32Array.of(0, 3, 5), ids: Uint32Array.of(10, 11, 30, 12, 10), weight: null };
    const touched = group(
      [partOf([0, 0], null, { slots: bag, arenaRow: 100, piece: { from: 10, rows: 2 }, stride: 3, tokens: 2 })],
      120,
      8,
    );
    expect([[...touched.unique], [...touched.start], [...touched.source]]).toEqual([
      [100, 101],
      [0, 2, 3],
      [0, 4, 1],
    ]);
  });

  it('leave their scratch clean: the next batch is grouped by itself', () => {
    const groups = new RowGroups(9, 8);
    const words = new Uint32Array(60);
    groups.group([partOf([3, 1, 3])], words, 0, null);
    expect([...groups.group([partOf([1, 3])], words, 0, null).start]).toEqual([0, 1, 2]);
  });

  it.each([
    [300, 1],
    [LONGEST_SUM ** 2 + 2, 2],
    [100_000, 2],
  ])('of %i sources are summed on %i levels, no sum longer than it may be, and nothing twice', (sources, levels) => {
    // Row 2 in all but a few slots, row 5 just too often, row 7 just not.
    const ids = [
      ...Array<number>(sources).fill(2),
      ...Array<number>(LONGEST_SUM + 1).fill(5),
      ...Array<number>(LONGEST_SUM).fill(7),
    ].map((id, i) => (i === 1 ? 8 : id));
    const touched = group([partOf(ids)], 10, ids.length, ids.length <= 2 ** 16);
    expect(touched.levels).toHaveLength(levels);
    expect(levelsFor(ids.length)).toBeGreaterThanOrEqual(levels);
    expect(touched.jobs.length / 2).toBeLessThanOrEqual(mostJobs(ids.length));
    expect([...touched.unique]).toEqual([2, 5, 8, 7]);
    expect(touched.hot).toHaveLength(4);
    const { sums, longest } = summed(touched, (source) => source + 1);
    expect(longest).toBeLessThanOrEqual(LONGEST_SUM);
    expect(longestSum(touched)).toBe(longest);
    for (const row of [2, 5, 8, 7])
      expect(sums.get(row)).toBe(ids.reduce((sum, id, i) => (id === row ? sum + i + 1 : sum), 0));
  });
});
