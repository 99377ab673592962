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

/** Places of some numbers in their order, ties by place. */
const placesInOrder = (numbers: Uint32Array): Uint32Array =>
  Uint32Array.from(numbers.keys()).sort((a, b) => numbers[a]! - numbers[b]! || a - b);

/** Where the rows by the number of their positives begin in the buffer. */
export const rowOrder = (rows: number): number => 2 * rows;

/**
 * Fills the numbers of a step, plainly: a training step does it by `HitWords`.
 * @param words `hitWords` of them; @param start of the positives
 */
function writeHits(
  words: Uint32Array,
  { start }: Pick<Positives, 'start'>,
  { real, users, items, sampled }: HitColumns,
): void {
  const rows = users.length;
  const all = rows + sampled.length;
  const positives = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const user = users[row]!;
    words[row] = words.length + start[user]!;
    words[rows + row] = words.length + start[row < real ? user + 1 : user]!;
    positives[row] = words[rows + row]! - words[row]!;
  }
  words.set(placesInOrder(positives), rowOrder(rows));
  const columns = new Uint32Array(all);
  columns.set(items.subarray(0, real));
  columns.set(sampled, rows);
  // Padding comes last.
  const behind = columns.reduce((most, item) => Math.max(most, item), 0) + 1;
  columns.fill(behind, real, rows);
  writeOrder(words, columnOrder(rows, rows, true), columns.subarray(0, rows), { first: 0, rows, behind });
  if (sampled.length === 0) return;
  writeOrder(words, columnOrder(rows, all, true), columns, { first: 0, rows, behind });
  writeOrder(words, columnOrder(rows, all, false), columns.subarray(rows), { first: rows, rows, behind });
}

/**
 * @param items of the columns from `first` on, `behind` where a column is padding; @param rows that have own columns
 */
function writeOrder(
  words: Uint32Array,
  { at, count, places }: ColumnOrder,
  items: Uint32Array,
  { first, rows, behind }: { first: number; rows: number; behind: number },
): void {
  const order = placesInOrder(items);
  for (let place = 0; place < count; place++) {
    const column = first + order[place]!;
    const item = items[order[place]!]!;
    words[at + place] = item === behind ? NO_ITEM : item;
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
  const { start, columns: listed } = hitsOfRows(hits, rows, columns, kinds);
  for (let row = 0; row < rows; row++)
    for (let k = start[row]!; k < start[row + 1]!; k++) matrix[row * columns + listed[k]!] = 1;
  return matrix;
}

/** The hits of each row, or of each column where rows and columns are in each other's place. */
export interface HitLists {
  /** [rows + 1] where those of each row begin. */
  start: Uint32Array;
  /** Row by row. */
  columns: Uint32Array;
}

/** @param turned see `sampledSoftmax` */
export function hitLists(
  hits: ArrayLike<number>,
  rows: number,
  columns: number,
  kinds: number,
  turned: boolean,
): HitLists {
  const found = hitsOfRows(hits, rows, columns, kinds);
  if (!turned) return found;
  const start = new Uint32Array(rows + 1);
  for (const column of found.columns) start[column + 1]!++;
  for (let row = 0; row < rows; row++) start[row + 1]! += start[row]!;
  const next = start.slice();
  const listed = new Uint32Array(found.columns.length);
  for (let row = 0; row < rows; row++)
    for (let k = found.start[row]!; k < found.start[row + 1]!; k++) listed[next[found.columns[k]!]!++] = row;
  return { start, columns: listed };
}

function hitsOfRows(hits: ArrayLike<number>, rows: number, columns: number, kinds: number): HitLists {
  const start = new Uint32Array(rows + 1);
  if (kinds === 0) return { start, columns: new Uint32Array(0) };
  const { at, count } = columnOrder(rows, columns, true);
  const ofRows = columnOrder(rows, rows, true);
  // By item, where its columns begin in their order, and 1 more: of a user's many positives few are columns.
  let real = count;
  while (real > 0 && hits[at + real - 1] === NO_ITEM) real--;
  const most = real === 0 ? -1 : hits[at + real - 1]!;
  const placeOf = new Uint32Array(most + 1);
  for (let place = real - 1; place >= 0; place--) placeOf[hits[at + place]!] = place + 1;
  let listed = new Uint32Array(columns);
  let found = 0;
  for (let row = 0; row < rows; row++) {
    let [next, end] = [hits[row]!, hits[rows + row]!];
    if (next < end && (kinds & SAME_USER) === 0) {
      next = ofRows.at + hits[ofRows.places + row]!;
      end = next + 1;
    }
    if (found + count > listed.length) {
      const more = new Uint32Array(2 * (found + count));
      more.set(listed);
      listed = more;
    }
    for (; next < end; next++) {
      const item = hits[next]!;
      if (item > most) break;
      const first = placeOf[item]!;
      if (first === 0) continue;
      for (let place = at + first - 1; place < at + real && hits[place] === item; place++)
        if (hits[place + count] !== row) listed[found++] = hits[place + count]!;
    }
    start[row + 1] = found;
  }
  return { start, columns: listed.subarray(0, found) };
}
