/**
 * The softmax over a batch's columns for a GPU. The rows x columns logits exist a tile at a time: OWN rows of one side
 * against TILE of the other, in workgroup memory, with a running maximum (Milakov and Gimelshein 2018; tiles as in
 * FlashAttention, Dao et al. 2022, alg. 1), and once more in the backward pass.
 */
import { each, innerOf, typeOf } from '../../wgsl';
import { HIT_COLUMN } from './hits';
import {
  COLUMNS,
  MASKED,
  USERS,
  beforeColumns,
  columnsFormed,
  forwardHead,
  itemGradientHead,
  kindBits,
  storeStats,
  type Shape,
  type Side,
} from './source';

/** Lanes across; each holds four columns of a tile. */
const LANES = 16;
const TILE = 4 * LANES;
/** Row groups a workgroup works on side by side, and rows one of them forms logits or sums for. */
const ABREAST = 8;
const HELD = 4;
/** Rows of the side whose results a workgroup stores. */
const OWN = HELD * ABREAST;
const THREADS = LANES * ABREAST;

const groupsFor = (owned: number): [number, number, number] => [Math.ceil(owned / OWN), 1, 1];
export const tiledForwardGroups = ({ rows }: Shape) => groupsFor(rows);
export const tiledItemGradientGroups = (shape: Shape) => groupsFor(columnsFormed(shape));

const entry = (own: Side): string => `
var<workgroup> tile: array<vec4<f32>, ${OWN * LANES}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let first = ${own.first} + group.x * ${OWN}u;
  let owned = opaque(${OWN}u);
  let quads = opaque(${LANES}u);
  let across = opaque(ACROSS);
  let lane = local % ${LANES}u;
  let abreast = local / ${LANES}u;`;

/**
 * Inner products of some rows of `own` with the thread's four rows of `other`, as `dots0..`; `store` takes one of them.
 * Rows past the end are read as WebGPU reads out of bounds, some number of the buffer: their columns are masked or have
 * no factor, and what they own is not stored.
 */
const logits = (shape: Shape, own: Side, other: Side, store: (row: string, dots: string) => string): string => `
    for (var part = abreast * ${HELD}u; part < owned; part += ${OWN}u) {
${each(HELD, (i) => `      var dots${i} = vec4<f32>(); let own${i} = (first + part + ${i}u) * ACROSS;`)}
      for (var k = 0u; k < across; k++) {
        let at = (start + 4u * lane) * ACROSS + k;
${each(4, (j) => `        let y${j} = ${other.buffer}[at + ${j}u * ACROSS];`)}
${each(HELD, (i) => `        let x${i} = ${own.buffer}[own${i} + k]; dots${i} += vec4<f32>(${Array.from({ length: 4 }, (_, j) => innerOf(shape.width, `x${i}`, `y${j}`)).join(', ')});`)}
      }
${each(HELD, (i) => `      ${store(`part + ${i}u`, `dots${i}`)}`)}
    }`;

/** result[own row] = before + sum over the tile's rows of tile x other. */
const weightedSum = (own: Side, other: Side, before: (i: number) => string): string => `
    for (var part = abreast * ${HELD}u; part < owned; part += ${OWN}u) {
      for (var d = lane; d < across; d += ${LANES}u) {
${each(HELD, (i) => `        let at${i} = (first + part + ${i}u) * ACROSS + d; var sum${i} = ${before(i)};`)}
        for (var c = 0u; c < quads; c++) {
${each(HELD, (i) => `          let p${i} = tile[(part + ${i}u) * ${LANES}u + c];`)}
          let at = (start + 4u * c) * ACROSS + d;
${each(
  4,
  (j) => `          let y${j} = ${other.buffer}[at + ${j}u * ACROSS];
${each(HELD, (i) => `          sum${i} += p${i}[${j}] * y${j};`)}`,
)}
        }
${each(HELD, (i) => `        if (first + part + ${i}u < ${own.end}) { result[at${i}] = sum${i}; }`)}
      }
    }`;

/** Each thread once more over the results it stored itself: other threads' might not have arrived. */
const finish = (own: Side, value: string): string => `
  for (var r = abreast * ${HELD}u; r < min(owned, (abreast + 1u) * ${HELD}u); r++) {
    if (first + r >= ${own.end}) { continue; }
    for (var d = lane; d < across; d += ${LANES}u) {
      let at = (first + r) * ACROSS + d;
      result[at] = ${value};
    }
  }`;

/** One workgroup per OWN users. */
export function tiledForward(shape: Shape): string {
  const before = beforeColumns(shape);
  return `${forwardHead(shape)}
var<workgroup> largest: array<f32, ${OWN}>;
var<workgroup> total: array<f32, ${OWN}>;
var<workgroup> fade: array<f32, ${OWN}>;
${shape.hits ? `var<workgroup> next_hit: array<u32, ${OWN}>;` : ''}
${entry(USERS)}
  for (var r = local; r < owned; r += ${THREADS}u) {
    let row = min(first + r, ROWS - 1u);
    largest[r] = ${before.logit('row')};
    total[r] = ${before.sum};
    ${shape.hits ? 'next_hit[r] = hit_from(row, FIRST);' : ''}
  }
  for (var start = FIRST; start < COLUMNS; start += ${TILE}u) {
    let column = start + 4u * lane;
    let offsets = vec4<f32>(offset(column), offset(column + 1u), offset(column + 2u), offset(column + 3u));
${logits(shape, USERS, COLUMNS, (row, dots) => `tile[(${row}) * ${LANES}u + lane] = scale[0] * ${dots} + offsets;`)}
    workgroupBarrier();
    for (var r = local; r < owned; r += ${THREADS}u) {
${
  shape.hits
    ? `
      let end = hits[min(first + r, ROWS - 1u) + 1u];
      var hit = next_hit[r];
      for (; hit < end; hit++) {
        let column = (hits[ROWS + 1u + hit] & ${HIT_COLUMN}u) - start;
        if (column >= ${TILE}u) { break; }
        if ((hits[ROWS + 1u + hit] & ${kindBits(shape.hits)}u) != 0u) { tile[r * ${LANES}u + column / 4u][column % 4u] = ${MASKED}; }
      }
      next_hit[r] = hit;`
    : ''
}
      let before = largest[r];
      var most = vec4<f32>(before);
      for (var c = 0u; c < quads; c++) { most = max(most, tile[r * ${LANES}u + c]); }
      let now = max(max(most.x, most.y), max(most.z, most.w));
      var sums = vec4<f32>();
      for (var c = 0u; c < quads; c++) {
        let p = exp(tile[r * ${LANES}u + c] - now);
        tile[r * ${LANES}u + c] = p;
        sums += p;
      }
      largest[r] = now;
      fade[r] = exp(before - now);
      total[r] = total[r] * fade[r] + sums.x + sums.y + sums.z + sums.w;
    }
    workgroupBarrier();
${weightedSum(USERS, COLUMNS, (i) => `select(${before.items(`at${i}`)}, result[at${i}], start > FIRST) * fade[part + ${i}u]`)}
    workgroupBarrier();
  }
  for (var r = local; r < owned; r += ${THREADS}u) {
    let row = first + r;
    if (row >= ROWS) { continue; }
    let sum = largest[r] + log(total[r]);
${storeStats(shape, 'row', 'sum')}
  }
${finish(USERS, 'result[at] / total[r] - item[at]')}
}`;
}

/** One workgroup per OWN items. */
export function tiledItemGradient(shape: Shape): string {
  return `${itemGradientHead(shape)}
${entry(COLUMNS)}
  for (var start = 0u; start < ROWS; start += ${TILE}u) {
    var sums: vec4<f32>;
    var factors: vec4<f32>;
    for (var j = 0u; j < 4u; j++) {
      let row = start + 4u * lane + j;
      sums[j] = rows[min(row, ROWS - 1u)];
      factors[j] = select(0.0, rows[ROWS + min(row, ROWS - 1u)], row < ROWS);
    }
${logits(
  shape,
  COLUMNS,
  USERS,
  (row, dots) => `
      // A row without a factor may have logits beyond its sum: their exponential overflows and is not used.
      tile[(${row}) * ${LANES}u + lane] = select(vec4<f32>(), factors * exp(scale[0] * ${dots} + offset(first + ${row}) - sums), factors != vec4<f32>());`,
)}
    workgroupBarrier();
${
  shape.hits
    ? `
    for (var r = local; r < 4u * quads; r += ${THREADS}u) {
      if (start + r >= ROWS) { continue; }
      let end = hits[start + r + 1u];
      for (var hit = hit_from(start + r, first); hit < end; hit++) {
        let own = (hits[ROWS + 1u + hit] & ${HIT_COLUMN}u) - first;
        if (own >= ${OWN}u) { break; }
        if ((hits[ROWS + 1u + hit] & ${kindBits(shape.hits)}u) != 0u) { tile[own * ${LANES}u + r / 4u][r % 4u] = 0.0; }
      }
    }
    workgroupBarrier();`
    : ''
}
${weightedSum(COLUMNS, USERS, (i) => `select(${typeOf(shape.width)}(), result[at${i}], start > 0u)`)}
    workgroupBarrier();
  }
${finish(COLUMNS, 'scale[0] * (result[at] - pull(first + r, at))')}
}`;
}
