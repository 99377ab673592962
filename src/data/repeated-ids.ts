/** Rows of a user or item table whose id came before with other values: the first row is used. */
import type { Column } from './table';

/** @param columns those that are used, without the id; @returns rows in their order */
export function contradictingRows(id: Column, columns: readonly Column[]): number[] {
  const first = new Int32Array(id.dictionary.length).fill(-1);
  const rows: number[] = [];
  id.codes.forEach((code, row) => {
    const before = first[code]!;
    if (before < 0) first[code] = row;
    else if (code !== 0 && columns.some(({ codes }) => codes[before] !== codes[row])) rows.push(row);
  });
  return rows;
}
