/** Ids of a log to rows of a table. */
import type { Column } from './table';

/** `17850.0` is what pandas makes of 17850 in a column with gaps; leading zeros are never touched. */
const plain = (id: string): string => (id.endsWith('0') ? id.replace(/^(-?\d+)\.0+$/, '$1') : id);

/**
 * Looks ids up as they stand, then without the `.0` of a decimal on either side. An id that occurs twice is found at
 * its first place.
 * @returns position in `ids`, or undefined
 */
export function indexOfIds(ids: readonly string[]): (id: string) => number | undefined {
  const exact = new Map<string, number>();
  const loose = new Map<string, number>();
  ids.forEach((id, at) => {
    if (!exact.has(id)) exact.set(id, at);
    const stripped = plain(id);
    if (!loose.has(stripped)) loose.set(stripped, at);
  });
  return (id) => exact.get(id) ?? loose.get(plain(id));
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
