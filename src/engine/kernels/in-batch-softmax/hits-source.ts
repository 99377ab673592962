/** WGSL that finds the accidental hits of a batch; their buffer, `hits`, is that of hits.ts. */
import { SAME_USER, columnOrder, rowOrder } from './hits';

/** What decides which columns are looked at, and which hits count: see `sampledSoftmax`. */
export interface HitShape {
  rows: number;
  columns: number;
  inBatch: boolean;
  /** Bits of the kinds. With 0 nothing is a hit, columns stand in their own order, and `hits` need not be bound. */
  kinds: number;
}

/** Columns that are looked at together, unless a kernel says otherwise. */
export const LOOKED = 16;

/** WGSL of their items. @param item of one of them */
export const itemsOf = (item: (c: number) => string, looked = LOOKED): string =>
  `array<vec4<u32>, ${looked / 4}>(${quads(looked, (c) => `vec4<u32>(${c.map(item).join(', ')})`).join(', ')})`;

const quads = (looked: number, of: (columns: number[], quad: number) => string): string[] =>
  Array.from({ length: looked / 4 }, (_, quad) =>
    of(
      [0, 1, 2, 3].map((i) => 4 * quad + i),
      quad,
    ),
  );

/**
 * A position is a place in the order of the rows, `row_at`, or of the columns, `column_at` with the item `item_at`.
 *
 * `hit_bits` takes `looked` positions from `first` on, at most 32, with their items, and gives a bit for each whose
 * column is a hit of the row, and in y the positive to go on from. `next` is the first positive that may be there: for
 * position 0 `positives_of(row).x`, then what the call for the positions before gave back, or else `positive_from`. All
 * items are compared with each positive: lanes that run together would wait for each other in a merge of steps.
 * `is_hit` asks about one pair of rows.
 */
export function hitFunctions({ rows, columns, inBatch, kinds }: HitShape, looked = LOOKED): string {
  const { at, count, places } = columnOrder(rows, columns, inBatch);
  if (kinds === 0)
    return `
fn row_at(position: u32) -> u32 { return position; }
fn column_at(position: u32) -> u32 { return ${columns - count}u + position; }`;
  const ofRows = columnOrder(rows, rows, true);
  return `
fn row_at(position: u32) -> u32 { return hits[${rowOrder(rows)}u + position]; }
fn column_at(position: u32) -> u32 { return hits[${at + count}u + position]; }
fn item_at(position: u32) -> u32 { return select(0xffffffffu, hits[${at}u + position], position < ${count}u); }
fn items_at(first: u32) -> array<vec4<u32>, ${looked / 4}> {
  return ${itemsOf((c) => `item_at(first + ${c}u)`, looked)};
}
/** Where the items that are no negatives of a row begin and end. */
fn positives_of(row: u32) -> vec2<u32> {
  let listed = vec2<u32>(hits[row], hits[${rows}u + row]);
  ${kinds & SAME_USER ? 'return listed;' : `return vec2<u32>(${ofRows.at}u + hits[${ofRows.places}u + row]) + vec2<u32>(0u, select(0u, 1u, listed.x < listed.y));`}
}
/** The first of them that is not below an item. */
fn positive_from(row: u32, item: u32) -> u32 {
  let listed = positives_of(row);
  var low = listed.x;
  var high = listed.y;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (hits[middle] < item) { low = middle + 1u; } else { high = middle; }
  }
  return low;
}
${
  inBatch && columns === rows
    ? `fn is_hit(row: u32, column: u32) -> bool {
  let item = item_at(hits[${places}u + column]);
  let held = positive_from(row, item);
  return row != column && held < positives_of(row).y && hits[held] == item;
}`
    : ''
}
fn hit_bits(row: u32, next: u32, first: u32, items: array<vec4<u32>, ${looked / 4}>) -> vec2<u32> {
  let end = positives_of(row).y;
  let last = items[${looked / 4 - 1}].w;
  var bits = vec4<u32>();
  var positive = next;
  while (positive < end) {
    let item = hits[positive];
${quads(looked, (c, quad) => `    bits |= select(vec4<u32>(), vec4<u32>(${c.map((i) => `${2 ** i}u`).join(', ')}), vec4<u32>(item) == items[${quad}]);`).join('\n')}
    // The columns behind may begin with the last item.
    if (item >= last) { break; }
    positive++;
  }
${
  inBatch
    ? `  let own = hits[${places}u + row] - first;
  return vec2<u32>((bits.x | bits.y | bits.z | bits.w) & ~select(0u, 1u << (own % ${looked}u), own < ${looked}u), positive);`
    : '  return vec2<u32>(bits.x | bits.y | bits.z | bits.w, positive);'
}
}`;
}
