/**
 * WGSL of the in-batch softmax. The B x B logits exist a tile at a time: OWN rows of one side against TILE of the other, in workgroup memory, with
 * a running maximum (Milakov and Gimelshein 2018; tiles as in FlashAttention, Dao et al. 2022, alg. 1), and once more in the backward pass.
 */
import { gridFor, mainOver } from '../../run-kernel';
import { each, innerOf, lanesOf, typeOf } from '../../wgsl';
import { HIT_COLUMN, HIT_KIND_SHIFT } from './hits';

export interface Shape {
  /** B: rows, and columns. */
  rows: number;
  /** D */
  width: number;
  logQ: boolean;
  /** Kinds of accidental hits that are no negatives, bits (see hits.ts); 0 = every column counts. */
  hits: number;
  /**
   * Row groups a workgroup works on side by side: 8 for a GPU. 1 for a CPU adapter, where rows that are the same for the whole workgroup are
   * loaded once for all its lanes. The sums run in the same order either way.
   */
  abreast: 1 | 8;
}

/** Rows of the side whose results a workgroup stores. */
const OWN = 32;
/** Lanes across; each holds four columns of a tile. */
const LANES = 16;
const TILE = 4 * LANES;
/** Added to the logit of a column that is no negative: exp of it is exactly 0 beside any real column, and it is finite. */
const MASKED = '-1e30';

/** log q is clipped here: an item never counted would otherwise get the logit +infinity. */
export const LEAST_LOG_Q = Math.log(1e-12);

const kindBits = (kinds: number): number => (kinds << HIT_KIND_SHIFT) >>> 0;
const threads = ({ abreast }: Shape): number => LANES * abreast;
/** Rows a thread forms logits for, and rows of the weighted sum, at a time: on a GPU each of the threads abreast has some. */
const held = ({ abreast }: Shape): number => (abreast === 1 ? 8 : 4);

export const tiledGroups = ({ rows }: Shape): [number, number, number] => [Math.ceil(rows / OWN), 1, 1];

/** Bindings in this order, those in brackets where the shape asks for them: user, item, real column, scale, [log q], [hits], then `more`. */
function bindings(shape: Shape, more: readonly string[]): string {
  const type = typeOf(shape.width);
  const declared = [
    `read> user: array<${type}>`, `read> item: array<${type}>`, 'read> real: array<f32>', 'read> scale: array<f32>',
    ...(shape.logQ ? ['read> log_q: array<f32>'] : []),
    ...(shape.hits ? ['read> hits: array<u32>'] : []),
    ...more,
  ];
  return declared.map((variable, i) => `@group(0) @binding(${i}) var<storage, ${variable};`).join('\n');
}

const head = (shape: Shape, more: readonly string[]): string => `${bindings(shape, more)}
const ROWS = ${shape.rows}u;
const ACROSS = ${shape.width / lanesOf(shape.width)}u;
/** A constant no compiler knows: drivers unroll loops of known length, and compile them for seconds. */
fn opaque(n: u32) -> u32 { return select(n, 0u, arrayLength(&real) == 0u); }
${shape.logQ ? `fn correction(column: u32) -> f32 { return max(log_q[column], ${LEAST_LOG_Q}); }` : ''}
/** What is added to the logits of an item's column. */
fn offset(column: u32) -> f32 {
  if (column >= ROWS) { return ${MASKED}; }
  return select(${MASKED}, ${shape.logQ ? '-correction(column)' : '0.0'}, real[column] > 0.0);
}
var<workgroup> tile: array<vec4<f32>, ${OWN * LANES}>;`;

const entry = (shape: Shape): string => `
@compute @workgroup_size(${threads(shape)})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let first = group.x * ${OWN}u;
  let owned = opaque(${OWN}u);
  let quads = opaque(${LANES}u);
  let across = opaque(ACROSS);
  ${shape.abreast === 1 ? 'let lane = local; let abreast = 0u;' : `let lane = local % ${LANES}u; let abreast = local / ${LANES}u;`}`;

/**
 * Inner products of some rows of `own` with the thread's four rows of `other`, as `dots0..`; `store` takes one of them. Rows past the end are read as WebGPU
 * reads out of bounds, some number of the buffer: their columns are masked or have no factor, and what they own is not stored.
 */
const logits = (shape: Shape, own: string, other: string, store: (row: string, dots: string) => string): string => `
    for (var part = abreast * ${held(shape)}u; part < owned; part += ${held(shape) * shape.abreast}u) {
${each(held(shape), (i) => `      var dots${i} = vec4<f32>(); let own${i} = (first + part + ${i}u) * ACROSS;`)}
      for (var k = 0u; k < across; k++) {
        let at = (start + 4u * lane) * ACROSS + k;
${each(4, (j) => `        let y${j} = ${other}[at + ${j}u * ACROSS];`)}
${each(held(shape), (i) => `        let x${i} = ${own}[own${i} + k]; dots${i} += vec4<f32>(${Array.from({ length: 4 }, (_, j) => innerOf(shape.width, `x${i}`, `y${j}`)).join(', ')});`)}
      }
${each(held(shape), (i) => `      ${store(`part + ${i}u`, `dots${i}`)}`)}
    }`;

/** result[own row] = before x result + sum over the tile's rows of tile x other. */
const weightedSum = (shape: Shape, other: string, before: (row: string) => string): string => `
    for (var part = abreast * ${held(shape)}u; part < owned; part += ${held(shape) * shape.abreast}u) {
      for (var d = lane; d < across; d += ${LANES}u) {
${each(held(shape), (i) => `        let at${i} = (first + part + ${i}u) * ACROSS + d; var sum${i} = ${before(`${i}`)};`)}
        for (var c = 0u; c < quads; c++) {
${each(held(shape), (i) => `          let p${i} = tile[(part + ${i}u) * ${LANES}u + c];`)}
          let at = (start + 4u * c) * ACROSS + d;
${each(4, (j) => `          let y${j} = ${other}[at + ${j}u * ACROSS];
${each(held(shape), (i) => `          sum${i} += p${i}[${j}] * y${j};`)}`)}
        }
${each(held(shape), (i) => `        if (first + part + ${i}u < ROWS) { result[at${i}] = sum${i}; }`)}
      }
    }`;

/**
 * One workgroup per OWN users. `result` [B, D]: sum_j p_ij item_j - item_i, what the user's gradient is before its factors; `stats` [2 B]: the
 * logarithm of the row's sum of exponentials, then the row's cross-entropy.
 */
export function forwardSource(shape: Shape): string {
  const type = typeOf(shape.width);
  return `${head(shape, [`read_write> result: array<${type}>`, 'read_write> stats: array<f32>'])}
var<workgroup> largest: array<f32, ${OWN}>;
var<workgroup> total: array<f32, ${OWN}>;
var<workgroup> fade: array<f32, ${OWN}>;
${shape.hits ? `var<workgroup> next_hit: array<u32, ${OWN}>;` : ''}
${entry(shape)}
  for (var r = local; r < owned; r += ${threads(shape)}u) {
    largest[r] = ${MASKED};
    total[r] = 0.0;
    ${shape.hits ? 'next_hit[r] = hits[min(first + r, ROWS - 1u)];' : ''}
  }
  for (var start = 0u; start < ROWS; start += ${TILE}u) {
    let column = start + 4u * lane;
    let offsets = vec4<f32>(offset(column), offset(column + 1u), offset(column + 2u), offset(column + 3u));
${logits(shape, 'user', 'item', (row, dots) => `tile[(${row}) * ${LANES}u + lane] = scale[0] * ${dots} + offsets;`)}
    workgroupBarrier();
    for (var r = local; r < owned; r += ${threads(shape)}u) {
${shape.hits ? `
      let end = hits[min(first + r, ROWS - 1u) + 1u];
      var hit = next_hit[r];
      for (; hit < end; hit++) {
        let column = (hits[ROWS + 1u + hit] & ${HIT_COLUMN}u) - start;
        if (column >= ${TILE}u) { break; }
        if ((hits[ROWS + 1u + hit] & ${kindBits(shape.hits)}u) != 0u) { tile[r * ${LANES}u + column / 4u][column % 4u] = ${MASKED}; }
      }
      next_hit[r] = hit;` : ''}
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
${weightedSum(shape, 'item', (i) => `select(${type}(), result[at${i}] * fade[part + ${i}u], start > 0u)`)}
    workgroupBarrier();
  }
  for (var r = local; r < owned; r += ${threads(shape)}u) {
    let row = first + r;
    if (row >= ROWS) { continue; }
    var own = ${type}();
    for (var k = 0u; k < across; k++) { own += user[row * ACROSS + k] * item[row * ACROSS + k]; }
    let sum = largest[r] + log(total[r]);
    stats[row] = sum;
    stats[ROWS + row] = sum - scale[0] * ${lanesOf(shape.width) === 4 ? '(own.x + own.y + own.z + own.w)' : 'own'}${shape.logQ ? ' + correction(row)' : ''};
  }
  for (var r = abreast; r < owned; r += ${shape.abreast}u) {
    if (first + r >= ROWS) { continue; }
    for (var d = lane; d < across; d += ${LANES}u) {
      let at = (first + r) * ACROSS + d;
      result[at] = result[at] / total[r] - item[at];
    }
  }
}`;
}

/**
 * One workgroup per OWN items: result_j = scale (sum_i factor_i p_ij user_i - factor_j user_j), [B, D].
 * `rows` [2 B]: the logarithms of the rows' sums, then the rows' factors.
 */
export function itemGradientSource(shape: Shape): string {
  const type = typeOf(shape.width);
  return `${head(shape, ['read> rows: array<f32>', `read_write> result: array<${type}>`])}
${entry(shape)}
  for (var start = 0u; start < ROWS; start += ${TILE}u) {
    var sums: vec4<f32>;
    var factors: vec4<f32>;
    for (var j = 0u; j < 4u; j++) {
      let row = start + 4u * lane + j;
      sums[j] = rows[min(row, ROWS - 1u)];
      factors[j] = select(0.0, rows[ROWS + min(row, ROWS - 1u)], row < ROWS);
    }
${logits(shape, 'item', 'user', (row, dots) => `
      // A row without a factor may have logits beyond its sum: their exponential overflows and is not used.
      tile[(${row}) * ${LANES}u + lane] = select(vec4<f32>(), factors * exp(scale[0] * ${dots} + offset(first + ${row}) - sums), factors != vec4<f32>());`)}
    workgroupBarrier();
${shape.hits ? `
    for (var r = local; r < 4u * quads; r += ${threads(shape)}u) {
      if (start + r >= ROWS) { continue; }
      let end = hits[start + r + 1u];
      var low = hits[start + r];
      var high = end;
      while (low < high) {
        let middle = (low + high) / 2u;
        if ((hits[ROWS + 1u + middle] & ${HIT_COLUMN}u) < first) { low = middle + 1u; } else { high = middle; }
      }
      for (var hit = low; hit < end; hit++) {
        let own = (hits[ROWS + 1u + hit] & ${HIT_COLUMN}u) - first;
        if (own >= ${OWN}u) { break; }
        if ((hits[ROWS + 1u + hit] & ${kindBits(shape.hits)}u) != 0u) { tile[own * ${LANES}u + r / 4u][r % 4u] = 0.0; }
      }
    }
    workgroupBarrier();` : ''}
${weightedSum(shape, 'user', (i) => `select(${type}(), result[at${i}], start > 0u)`)}
    workgroupBarrier();
  }
  for (var r = abreast; r < owned; r += ${shape.abreast}u) {
    if (first + r >= ROWS) { continue; }
    for (var d = lane; d < across; d += ${LANES}u) {
      let at = (first + r) * ACROSS + d;
      result[at] = scale[0] * (result[at] - rows[ROWS + first + r] * user[at]);
    }
  }
}`;
}

const MEAN_THREADS = 64;

/** loss = sum_i w_i ce_i / sum_i w_i in a fixed order; also sum_i w_i. */
export const meanSource = (rows: number): string => `
@group(0) @binding(0) var<storage, read> stats: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read_write> loss: array<f32>;
@group(0) @binding(3) var<storage, read_write> total: array<f32>;
var<workgroup> sums: array<vec2<f32>, ${MEAN_THREADS}>;
@compute @workgroup_size(${MEAN_THREADS})
fn main(@builtin(local_invocation_index) local: u32) {
  var sum = vec2<f32>();
  for (var row = local; row < ${rows}u; row += ${MEAN_THREADS}u) {
    // A row without weight may have no finite cross-entropy.
    if (weight[row] > 0.0) { sum += weight[row] * vec2<f32>(stats[${rows}u + row], 1.0); }
  }
  sums[local] = sum;
  workgroupBarrier();
  if (local > 0u) { return; }
  for (var i = 1u; i < ${MEAN_THREADS}u; i++) { sum += sums[i]; }
  loss[0] = sum.x / sum.y;
  total[0] = sum.y;
}`;

/** The user's gradient from what the forward pass left, and the rows' factors for the item's. One thread per number (or four of them) of [B, D]. */
export function userGradientSource(shape: Shape): string {
  const across = shape.width / lanesOf(shape.width);
  return `
@group(0) @binding(0) var<storage, read> forward: array<${typeOf(shape.width)}>;
@group(0) @binding(1) var<storage, read> stats: array<f32>;
@group(0) @binding(2) var<storage, read> weight: array<f32>;
@group(0) @binding(3) var<storage, read> total: array<f32>;
@group(0) @binding(4) var<storage, read> dy: array<f32>;
@group(0) @binding(5) var<storage, read> scale: array<f32>;
@group(0) @binding(6) var<storage, read_write> rows: array<f32>;
@group(0) @binding(7) var<storage, read_write> result: array<${typeOf(shape.width)}>;
${mainOver(shape.rows * across, `
  let row = index / ${across}u;
  let factor = dy[0] * weight[row] / total[0];
  if (index % ${across}u == 0u) {
    rows[row] = stats[row];
    rows[${shape.rows}u + row] = factor;
  }
  result[index] = scale[0] * factor * forward[index];`)}`;
}

export const userGradientGrid = (shape: Shape): [number, number, number] => gridFor((shape.rows * shape.width) / lanesOf(shape.width));

/** One thread per row: 1 where no negative scores above the row's own item. */
export const recallSource = (rows: number, width: number, kinds: number): string => `
@group(0) @binding(0) var<storage, read> user: array<f32>;
@group(0) @binding(1) var<storage, read> item: array<f32>;
@group(0) @binding(2) var<storage, read> real: array<f32>;
@group(0) @binding(3) var<storage, read> hits: array<u32>;
@group(0) @binding(4) var<storage, read_write> found: array<f32>;
fn score(row: u32, column: u32) -> f32 {
  var sum = 0.0;
  for (var d = 0u; d < ${width}u; d++) { sum += user[row * ${width}u + d] * item[column * ${width}u + d]; }
  return sum;
}
${mainOver(rows, `
  let own = score(index, index);
  var hit = hits[index];
  var best = 1.0;
  for (var column = 0u; column < ${rows}u; column++) {
    while (hit < hits[index + 1u] && (hits[${rows + 1}u + hit] & ${HIT_COLUMN}u) < column) { hit++; }
    let is_hit = hit < hits[index + 1u] && (hits[${rows + 1}u + hit] & ${HIT_COLUMN}u) == column && (hits[${rows + 1}u + hit] & ${kindBits(kinds)}u) != 0u;
    if (column != index && !is_hit && real[column] > 0.0 && score(index, column) > own) { best = 0.0; }
  }
  found[index] = best;`)}`;
