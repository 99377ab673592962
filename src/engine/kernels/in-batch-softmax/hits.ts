/**
 * Accidental hits of a batch: columns that are no negatives of a row. A list per row instead of a rows x columns
 * matrix: rows + 1 starts, counted from the end of the starts, then the entries of all rows. An entry is a column in
 * its low 30 bits and the kinds of hit, one bit each, above. Columns ascend within a row; the row's own column is never
 * among them.
 */
export const HIT_COLUMN = 0x3fff_ffff;
export const HIT_KIND_SHIFT = 30;

/** @param start [rows + 1]; @param column, kind: one of each entry */
export function packHits(start: Uint32Array, column: Uint32Array, kind: Uint8Array): Uint32Array<ArrayBuffer> {
  const packed = new Uint32Array(start.length + column.length);
  packed.set(start);
  for (let at = 0; at < column.length; at++) packed[start.length + at] = column[at]! | (kind[at]! << HIT_KIND_SHIFT);
  return packed;
}

/**
 * The same hits by column: rows ascend within a column. Columns that are no rows have no list.
 * @param start [rows + 1]; @param column, kind: one of each entry
 */
export function hitsByColumn({ start, column, kind }: { start: Uint32Array; column: Uint32Array; kind: Uint8Array }): {
  start: Uint32Array;
  column: Uint32Array;
  kind: Uint8Array;
} {
  const rows = start.length - 1;
  const begin = new Uint32Array(rows + 1);
  // Columns that are no rows drop out: what is written past the end of a typed array is written nowhere.
  for (const at of column) begin[at + 1]!++;
  for (let at = 0; at < rows; at++) begin[at + 1]! += begin[at]!;
  const next = begin.slice();
  const turned = { start: begin, column: new Uint32Array(begin[rows]!), kind: new Uint8Array(begin[rows]!) };
  for (let row = 0; row < rows; row++) {
    for (let at = start[row]!; at < start[row + 1]!; at++) {
      const to = next[column[at]!]!++;
      turned.column[to] = row;
      turned.kind[to] = kind[at]!;
    }
  }
  return turned;
}

/**
 * The lists as a [rows x columns] matrix, 1 where an entry is of one of `kinds`; entries of columns behind these are
 * left out.
 */
export function hitMatrix(hits: ArrayLike<number>, rows: number, columns: number, kinds: number): Float32Array {
  const matrix = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let at = hits[row]!; at < hits[row + 1]!; at++) {
      const entry = hits[rows + 1 + at]!;
      if ((entry >>> HIT_KIND_SHIFT) & kinds && (entry & HIT_COLUMN) < columns)
        matrix[row * columns + (entry & HIT_COLUMN)] = 1;
    }
  }
  return matrix;
}
