/** Ids of a log to rows of a table. */
import type { Column } from './table';

/** `17850.0` is what pandas makes of 17850 in a column with gaps; leading zeros are never touched. */
const plain = (id: string): string => (id.endsWith('0') ? id.replace(/^(-?\d+)\.0+$/, '$1') : id);

type Find = (id: string) => number | undefined;

/** A column is asked for more than once: when roles are guessed, when rows are joined, and for what it knows. */
const indexed = new WeakMap<readonly string[], Find>();

/**
 * Looks ids up as they stand, then without the `.0` of a decimal on either side. An id that occurs twice is found at
 * its first place.
 * @param ids not changed afterwards
 * @returns position in `ids`, or undefined
 */
export function indexOfIds(ids: readonly string[]): Find {
  const find = indexed.get(ids) ?? makeIndex(ids);
  indexed.set(ids, find);
  return find;
}

function makeIndex(ids: readonly string[]): Find {
  const exact = new Map<string, number>();
  /** Ids that lost a decimal; all others are in `exact` as they stand. */
  const stripped = new Map<string, number>();
  ids.forEach((id, at) => {
    if (!exact.has(id)) exact.set(id, at);
    const bare = plain(id);
    if (bare !== id && !stripped.has(bare)) stripped.set(bare, at);
  });
  return (id) => {
    const at = exact.get(id);
    if (at !== undefined) return at;
    const bare = plain(id);
    const [plainAt, strippedAt] = [exact.get(bare), stripped.get(bare)];
    if (plainAt === undefined || strippedAt === undefined) return plainAt ?? strippedAt;
    return Math.min(plainAt, strippedAt);
  };
}

export interface Joined {
  /** [ids] row of the table, -1 where the table does not know the id. */
  row: Int32Array;
  found: number;
}

/** Finds the table row of each id. */
export function joinIds(ids: readonly string[], column: Column): Joined {
  const codeOf = indexOfIds(column.dictionary);
  const rowOfCode = new Int32Array(column.dictionary.length).fill(-1);
  column.codes.forEach((code, row) => {
    if (code !== 0 && rowOfCode[code] === -1) rowOfCode[code] = row;
  });
  let found = 0;
  const row = Int32Array.from(ids, (id) => {
    const code = codeOf(id);
    const at = code === undefined ? -1 : rowOfCode[code]!;
    if (at >= 0) found++;
    return at;
  });
  return { row, found };
}

/** [ids] codes of a table's column for the joined rows; 0, the empty cell, where there is none. */
export const codesOf = (column: Column, joined: Joined): Uint32Array =>
  Uint32Array.from(joined.row, (row) => (row < 0 ? 0 : column.codes[row]!));
