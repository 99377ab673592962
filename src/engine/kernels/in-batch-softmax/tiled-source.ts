/**
 * The softmax over a batch's columns for a GPU. The rows x columns logits exist a tile at a time: OWN rows of one side
 * against TILE of the other, in workgroup memory, with a running maximum (Milakov and Gimelshein 2018; tiles as in
 * FlashAttention, Dao et al. 2022, alg. 1), and once more in the backward pass. Where the rows alone would leave most
 * of the GPU idle, the other side is cut into parts (Flash-Decoding, Dao et al. 2023): a workgroup stores what it found
 * of one, and `combine-source.ts` makes one of them.
 */
import { cutOf, type Cut } from '../../kernel-form';
import { each, innerOf, typeOf } from '../../wgsl';
import { LOOKED } from './hits-source';
import {
  COLUMNS,
  MASKED,
  USERS,
  beforeColumns,
  columnsFormed,
  forwardHead,
  itemGradientHead,
  listed,
  storeStats,
  type Shape,
  type Side,
} from './source';

/** Lanes across; each holds four columns of a tile. */
const LANES = 16;
const TILE = 4 * LANES;
/** From one row of a tile to the next: threads that walk rows side by side read from different banks of memory. */
const APART = LANES + 1;
/** Row groups a workgroup works on side by side, and rows one of them forms logits or sums for. */
const ABREAST = 8;
const HELD = 4;
/** Rows of the side whose results a workgroup stores. */
const OWN = HELD * ABREAST;
const THREADS = LANES * ABREAST;

/** Parts hold at most this many times what they become. */
const MOST_PARTS = 8;

const groupsFor = (owned: number): number => Math.ceil(owned / OWN);
const cutFor = (owned: number, others: number): Cut => cutOf(groupsFor(owned), Math.ceil(others / TILE), MOST_PARTS);
export const forwardCut = (shape: Shape): Cut => cutFor(shape.rows, columnsFormed(shape));
export const itemGradientCut = (shape: Shape): Cut => cutFor(columnsFormed(shape), shape.rows);
export const tiledForwardGroups = ({ rows }: Shape, { parts }: Cut) => [groupsFor(rows), parts, 1] as const;
export const tiledItemGradientGroups = (shape: Shape, { parts }: Cut) =>
  [groupsFor(columnsFormed(shape)), parts, 1] as const;

/** Where what the workgroup finds of a row begins in `result`: parts lie one behind the other. */
const kept = (own: Side, { parts }: Cut, i: number): string => {
  if (parts === 1) return `own${i}`;
  return `(group.y * ${own.end} + row${i}${own === COLUMNS ? ' - (COLUMNS - FORMED)' : ''}) * ACROSS`;
};

const entry = (own: Side, other: Side, cut: Cut): string => `
var<workgroup> tile: array<vec4<f32>, ${OWN * APART}>;
/** Where the tile's rows of the other side begin in their buffer. */
var<workgroup> places: array<vec4<u32>, ${LANES}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let first = group.x * ${OWN}u;
  let owned = opaque(${OWN}u);
  let quads = opaque(${LANES}u);
  let across = opaque(ACROSS);
  let lane = local % ${LANES}u;
  let abreast = local / ${LANES}u;
  let part = abreast * ${HELD}u;
${each(
  HELD,
  (i) => `  let row${i} = ${rowAt(own, `first + part + ${i}u`)};
  let own${i} = row${i} * ACROSS;
  let kept${i} = ${kept(own, cut, i)};`,
)}
  let begin = group.y * ${cut.turns * TILE}u;
  let end = min(begin + ${cut.turns * TILE}u, ${other.end});`;

/** The last row stands for those past the end: they are masked or have no factor, and what they own is not stored. */
const rowAt = (side: Side, position: string): string => side.at(`min(${position}, ${side.end} - 1u)`);

/** Inner products of the thread's rows of `own` with its four of `other`, as `dots0..`; `store` takes one of them. */
const logits = (shape: Shape, own: Side, other: Side, store: (row: string, dots: string) => string): string => `
    let place = ACROSS * vec4<u32>(${Array.from({ length: 4 }, (_, j) => rowAt(other, `start + 4u * lane + ${j}u`)).join(', ')});
    if (abreast == 0u) { places[lane] = place; }
${each(HELD, (i) => `    var dots${i} = vec4<f32>();`)}
    for (var k = 0u; k < across; k++) {
${each(4, (j) => `      let y${j} = ${other.buffer}[place[${j}] + k];`)}
${each(HELD, (i) => `      let x${i} = ${own.buffer}[own${i} + k]; dots${i} += vec4<f32>(${Array.from({ length: 4 }, (_, j) => innerOf(shape.width, `x${i}`, `y${j}`)).join(', ')});`)}
    }
${each(HELD, (i) => `    ${store(`part + ${i}u`, `dots${i}`)}`)}`;

/** result[own row] = before + sum over the tile's rows of tile x other. */
const weightedSum = (own: Side, other: Side, before: (i: number) => string): string => `
    for (var d = lane; d < across; d += ${LANES}u) {
${each(HELD, (i) => `      var sum${i} = ${before(i)};`)}
      for (var c = 0u; c < quads; c++) {
${each(HELD, (i) => `        let p${i} = tile[(part + ${i}u) * ${APART}u + c];`)}
        let at = places[c] + d;
${each(
  4,
  (j) => `        let y${j} = ${other.buffer}[at[${j}]];
${each(HELD, (i) => `        sum${i} += p${i}[${j}] * y${j};`)}`,
)}
      }
${each(HELD, (i) => `      if (first + part + ${i}u < ${own.end}) { result[kept${i} + d] = sum${i}; }`)}
    }`;

/** Each thread once more over the results it stored itself: other threads' might not have arrived. */
const finish = (own: Side, value: (i: number) => string): string =>
  each(
    HELD,
    (i) => `
  if (first + part + ${i}u < ${own.end}) {
    for (var d = lane; d < across; d += ${LANES}u) { result[own${i} + d] = ${value(i)}; }
  }`,
  );

/**
 * Puts `value` where a row and a column of the tile are a hit, and lets all threads see it: a thread takes LOOKED
 * columns of a row that has positives.
 */
function hide(shape: Shape, own: Side, other: Side, value: string): string {
  if (!shape.hits) return '';
  const along = own === listed(shape);
  const [rows, columns] = along ? [OWN, TILE] : [TILE, OWN];
  const [row, column] = along ? ['first', 'start'] : ['start', 'first'];
  const at = along ? ['r', 'c + hit'] : ['c + hit', 'r'];
  const [listing, others] = along ? [own, other] : [other, own];
  return `
    for (var job = local; job < opaque(${(rows * columns) / LOOKED}u); job += ${THREADS}u) {
      let r = job % ${rows}u;
      let c = job / ${rows}u * ${LOOKED}u;
      if (${row} + r >= ${listing.end} || ${column} + c >= ${others.end}) { continue; }
      let looking = ${listing.at(`${row} + r`)};
      let items = items_at(${column} + c);
      var bits = hit_bits(looking, positive_from(looking, items[0].x), ${column} + c, items).x;
      for (; bits != 0u; bits &= bits - 1u) {
        let hit = firstTrailingBit(bits);
        tile[(${at[0]}) * ${APART}u + (${at[1]}) / 4u][(${at[1]}) % 4u] = ${value};
      }
    }
    workgroupBarrier();`;
}

/**
 * One workgroup per OWN users and part. Of parts, `result` [parts, B, D] is the sum of exponentials x items, and
 * `stats` [parts, 2, B] the maximum of a row and its sum of exponentials.
 */
export function tiledForward(shape: Shape, cut: Cut): string {
  const whole = cut.parts === 1;
  const before = beforeColumns(shape, shape.inBatch || !whole);
  return `${forwardHead(shape)}
var<workgroup> largest: array<f32, ${OWN}>;
var<workgroup> total: array<f32, ${OWN}>;
var<workgroup> fade: array<f32, ${OWN}>;
${entry(USERS, COLUMNS, cut)}
  for (var r = local; r < owned; r += ${THREADS}u) {
    let row = ${rowAt(USERS, 'first + r')};
    largest[r] = ${before.logit('row')};
    total[r] = ${before.sum};
  }
  for (var start = begin; start < end; start += ${TILE}u) {
    let column = start + 4u * lane;
    let offsets = vec4<f32>(offset(column), offset(column + 1u), offset(column + 2u), offset(column + 3u));
${logits(shape, USERS, COLUMNS, (row, dots) => `tile[(${row}) * ${APART}u + lane] = scale[0] * ${dots} + offsets;`)}
    workgroupBarrier();
${hide(shape, USERS, COLUMNS, MASKED)}
    for (var r = local; r < owned; r += ${THREADS}u) {
      let before = largest[r];
      var most = vec4<f32>(before);
      for (var c = 0u; c < quads; c++) { most = max(most, tile[r * ${APART}u + c]); }
      let now = max(max(most.x, most.y), max(most.z, most.w));
      var sums = vec4<f32>();
      for (var c = 0u; c < quads; c++) {
        let p = exp(tile[r * ${APART}u + c] - now);
        tile[r * ${APART}u + c] = p;
        sums += p;
      }
      largest[r] = now;
      fade[r] = exp(before - now);
      total[r] = total[r] * fade[r] + sums.x + sums.y + sums.z + sums.w;
    }
    workgroupBarrier();
${weightedSum(USERS, COLUMNS, (i) => `select(${before.items(`own${i} + d`)}, result[kept${i} + d], start > begin) * fade[part + ${i}u]`)}
    workgroupBarrier();
  }
  for (var r = local; r < owned; r += ${THREADS}u) {
    if (first + r >= ROWS) { continue; }
    let row = ${USERS.at('first + r')};
${
  whole
    ? `    let sum = largest[r] + log(total[r]);
${storeStats(shape, 'row', 'sum')}`
    : `    stats[2u * group.y * ROWS + row] = largest[r];
    stats[(2u * group.y + 1u) * ROWS + row] = total[r];`
}
  }
${whole ? finish(USERS, (i) => `result[own${i} + d] / total[part + ${i}u] - item[own${i} + d]`) : ''}
}`;
}

/** One workgroup per OWN items and part. Of parts, `result` [parts, columns, D] is the sum of factors x users. */
export function tiledItemGradient(shape: Shape, cut: Cut): string {
  return `${itemGradientHead(shape)}
${entry(COLUMNS, USERS, cut)}
  for (var start = begin; start < end; start += ${TILE}u) {
    var sums: vec4<f32>;
    var factors: vec4<f32>;
    for (var j = 0u; j < 4u; j++) {
      let position = start + 4u * lane + j;
      let row = ${rowAt(USERS, 'position')};
      sums[j] = rows[row];
      factors[j] = select(0.0, rows[ROWS + row], position < ROWS);
    }
${logits(
  shape,
  COLUMNS,
  USERS,
  (row, dots) => `
      // A row without a factor may have logits beyond its sum: their exponential overflows and is not used.
      tile[(${row}) * ${APART}u + lane] = select(vec4<f32>(), factors * exp(scale[0] * ${dots} + offset(first + ${row}) - sums), factors != vec4<f32>());`,
)}
    workgroupBarrier();
${hide(shape, COLUMNS, USERS, '0.0')}
${weightedSum(COLUMNS, USERS, (i) => `select(${typeOf(shape.width)}(), result[kept${i} + d], start > begin)`)}
    workgroupBarrier();
  }
${cut.parts === 1 ? finish(COLUMNS, (i) => `scale[0] * (result[own${i} + d] - pull(row${i}, own${i} + d))`) : ''}
}`;
}
