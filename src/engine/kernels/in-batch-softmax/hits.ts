/**
 * Accidental hits of a batch: columns that are no negatives of a row. Nothing lists them. Kernels find them where two
 * ascending lists meet, the training positives of a row's user and the items of the columns (see hits-source.ts), and
 * both lie in one buffer of whole numbers: what changes with each step, then the positives of all users.
 *
 * Of each step: [B] where in the buffer the positives of each row's user begin, and [B] where they end, equal for
 * padding; [B] the rows by the number of these, for lanes that run together; then an order of the rows' columns: [B]
 * items that ascend, padding last as NO_ITEM, [B] their columns, and [B] the places of the rows' own columns in it.
 * Where N are sampled, an order of all columns follows, [B + N] items, [B + N] columns and [B] places, and one of the
 * sampled, [N] items and [N] columns.
 */
export const NO_ITEM = 0x7fff_ffff;

/** Kinds of hits, one bit each. The column holds the row's own item. */
export const SAME_ITEM = 1;
/** It holds any training positive of the row's user; the row's own item is among them. */
export const SAME_USER = 2;

/** Training positives: of each user distinct, and ascending. */
export interface Positives {
  /** [users + 1] where those of each user begin. */
  start: Uint32Array;
  item: Uint32Array;
}

/** What of a batch decides its hits. */
export interface HitColumns {
  /** Rows that are no padding, which stands at the end. */
  real: number;
  /** [B] */
  users: Uint32Array;
  items: Uint32Array;
  /** [N] items that only stand as columns. */
  sampled: Uint32Array;
}

/** Where an order of columns stands in the buffer, how many they are, and where the places of the rows' own begin. */
export interface ColumnOrder {
  at: number;
  count: number;
  places: number;
}

/** @param columns B, or B + N; @param inBatch whether those of the rows are among them */
export function columnOrder(rows: number, columns: number, inBatch: boolean): ColumnOrder {
  const count = inBatch ? columns : columns - rows;
  const ofAll = columns === rows ? 3 * rows : 6 * rows;
  const at = inBatch ? ofAll : ofAll + 2 * columns + rows;
  return { at, count, places: at + 2 * count };
}

/** Numbers of the buffer that are written in each step. */
export const hitWords = (rows: number, sampled: number): number =>
  columnOrder(rows, rows + sampled, sampled === 0).places + (sampled === 0 ? rows : 0);

/** A column's place in a number that sorts by item: more columns than fit are beyond any batch. */
const PLACES = 2 ** 20;

/** Where the rows by the number of their positives begin in the buffer. */
export const rowOrder = (rows: number): number => 2 * rows;

/** Fills the numbers of a step. @param words `hitWords` of them; @param start of the positives */
export function writeHits(
  words: Uint32Array,
  { start }: Pick<Positives, 'start'>,
  { real, users, items, sampled }: HitColumns,
): void {
  const rows = users.length;
  const all = rows + sampled.length;
  const keys = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const user = users[row]!;
    words[row] = words.length + start[user]!;
    words[rows + row] = words.length + start[row < real ? user + 1 : user]!;
    keys[row] = (words[rows + row]! - words[row]!) * PLACES + row;
  }
  keys.sort().forEach((key, place) => (words[rowOrder(rows) + place] = key % PLACES));
  for (let row = 0; row < rows; row++) keys[row] = (row < real ? items[row]! : NO_ITEM) * PLACES + row;
  writeOrder(words, columnOrder(rows, rows, true), keys, rows);
  if (sampled.length === 0) return;
  const ofSampled = Float64Array.from(sampled, (item, at) => item * PLACES + rows + at);
  const ofAll = new Float64Array(all);
  ofAll.set(keys);
  ofAll.set(ofSampled, rows);
  writeOrder(words, columnOrder(rows, all, true), ofAll, rows);
  writeOrder(words, columnOrder(rows, all, false), ofSampled, 0);
}

/** @param keys of the columns: item, then place; @param rows whose own columns are among them */
function writeOrder(words: Uint32Array, { at, count, places }: ColumnOrder, keys: Float64Array, rows: number): void {
  keys.sort();
  for (let place = 0; place < count; place++) {
    const column = keys[place]! % PLACES;
    words[at + place] = (keys[place]! - column) / PLACES;
    words[at + count + place] = column;
    if (column < rows) words[places + column] = place;
  }
}

/** The whole buffer at once. */
export function packHits(positives: Positives, columns: HitColumns): Uint32Array<ArrayBuffer> {
  const words = hitWords(columns.users.length, columns.sampled.length);
  const packed = new Uint32Array(words + positives.item.length);
  writeHits(packed.subarray(0, words), positives, columns);
  packed.set(positives.item, words);
  return packed;
}

/** [rows x columns] 1 where the column is a hit of one of `kinds`. */
export function hitMatrix(hits: ArrayLike<number>, rows: number, columns: number, kinds: number): Float32Array {
  const matrix = new Float32Array(rows * columns);
  if (kinds === 0) return matrix;
  const { at, count } = columnOrder(rows, columns, true);
  const ofRows = columnOrder(rows, rows, true);
  for (let row = 0; row < rows; row++) {
    let [next, end] = [hits[row]!, hits[rows + row]!];
    if (next === end) continue;
    if ((kinds & SAME_USER) === 0) {
      next = ofRows.at + hits[ofRows.places + row]!;
      end = next + 1;
    }
    for (let place = 0; place < count; place++) {
      const item = hits[at + place]!;
      while (next < end && hits[next]! < item) next++;
      const column = hits[at + count + place]!;
      if (next < end && hits[next] === item && column !== row) matrix[row * columns + column] = 1;
    }
  }
  return matrix;
}
