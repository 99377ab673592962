/**
 * Accidental hits of a batch: columns that are no negatives of a row. A list per row instead of a rows x columns matrix: rows + 1 starts, counted from
 * the end of the starts, then the entries of all rows. An entry is a column in its low 30 bits and the kinds of hit, one bit each, above. Columns ascend
 * within a row; the row's own column is never among them.
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

/** The lists as a [rows x columns] matrix, 1 where an entry is of one of `kinds`. */
export function hitMatrix(hits: ArrayLike<number>, rows: number, columns: number, kinds: number): Float32Array {
  const matrix = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let at = hits[row]!; at < hits[row + 1]!; at++) {
      const entry = hits[rows + 1 + at]!;
      if ((entry >>> HIT_KIND_SHIFT) & kinds) matrix[row * columns + (entry & HIT_COLUMN)] = 1;
    }
  }
  return matrix;
}
