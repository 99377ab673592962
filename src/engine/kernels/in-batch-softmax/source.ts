/** WGSL of the softmax over a batch's columns: what its forms share, and the small kernels around them. */
import { putTogether, walkSource } from '../../row-walk';
import { gridFor, mainOver } from '../../run-kernel';
import { lanesOf, opaqueBy, typeOf } from '../../wgsl';
import { LOOKED, hitFunctions } from './hits-source';

export interface Shape {
  /** B: rows; the positive of row i is column i. */
  rows: number;
  /** B + N: the rows' items, then N that only stand as columns. */
  columns: number;
  /** Whether the items of the other rows are negatives; else only the columns from B on are. */
  inBatch: boolean;
  /** D */
  width: number;
  logQ: boolean;
  /** Kinds of accidental hits that are no negatives, bits (see hits.ts); 0 = every column counts. */
  hits: number;
  /** Whether the hits are those of the columns' users: rows are items, columns are users (Que2Search, KDD 2021). */
  turned: boolean;
}

/**
 * Added to the logit of a column that is no negative: exp of it is exactly 0 beside any real column, and it is finite.
 */
export const MASKED = '-1e30';

/** log q is clipped here: an item never counted would otherwise get the logit +infinity. */
export const LEAST_LOG_Q = Math.log(1e-12);

/** What meets in a kernel: a buffer, how many of its rows are looked at, and which stands at a position, in WGSL. */
export interface Side {
  buffer: 'user' | 'item';
  end: string;
  at: (position: string) => string;
}
export const USERS: Side = { buffer: 'user', end: 'ROWS', at: (position) => `user_of(${position})` };
/** Columns whose logits are formed for every row. */
export const COLUMNS: Side = { buffer: 'item', end: 'FORMED', at: (position) => `column_of(${position})` };
/** The side whose rows have positives. */
export const listed = ({ turned }: Pick<Shape, 'turned'>): Side => (turned ? COLUMNS : USERS);
export const columnsFormed = ({ rows, columns, inBatch }: Shape): number => (inBatch ? columns : columns - rows);

/**
 * Bindings in this order, those in brackets where the shape asks for them: user, item, real column, scale, [log q],
 * [hits], then `more`.
 */
function bindings(shape: Shape, more: readonly string[]): string {
  const type = typeOf(shape.width);
  return declare([
    `read> user: array<${type}>`,
    `read> item: array<${type}>`,
    'read> real: array<f32>',
    'read> scale: array<f32>',
    ...(shape.logQ ? ['read> log_q: array<f32>'] : []),
    ...(shape.hits ? ['read> hits: array<u32>'] : []),
    ...more,
  ]);
}

/** @param variables as `read> name: type` each */
export const declare = (variables: readonly string[]): string =>
  variables.map((variable, i) => `@group(0) @binding(${i}) var<storage, ${variable};`).join('\n');

/** Sizes, as kernels name them. */
export const sizes = (shape: Shape): string => `
const ROWS = ${shape.rows}u;
const COLUMNS = ${shape.columns}u;
const FORMED = ${columnsFormed(shape)}u;
const ACROSS = ${shape.width / lanesOf(shape.width)}u;`;

export const correction = ({ logQ }: Shape): string =>
  logQ ? `fn correction(column: u32) -> f32 { return max(log_q[column], ${LEAST_LOG_Q}); }` : '';

/** Inner product of a row and its positive. */
export const ownProduct = ({ width }: Shape): string => `
fn own_product(row: u32) -> f32 {
  var sum = ${typeOf(width)}();
  let across = opaque(ACROSS);
  for (var k = 0u; k < across; k++) { sum += user[row * ACROSS + k] * item[row * ACROSS + k]; }
  return ${lanesOf(width) === 4 ? '(sum.x + sum.y + sum.z + sum.w)' : 'sum'};
}`;

/** What pulls an item to the row whose positive it is; `at` is a place of the item gradient. */
export const pull = ({ width }: Shape): string => `
fn pull(column: u32, at: u32) -> ${typeOf(width)} {
  if (column >= ROWS) { return ${typeOf(width)}(); }
  return rows[ROWS + column] * user[at];
}`;

/** @param looked columns that are looked at together for hits */
const head = (shape: Shape, more: readonly string[], looked?: number): string => `${bindings(shape, more)}
${sizes(shape)}
${opaqueBy('real')}
${correction(shape)}
${hitFunctions({ ...shape, kinds: shape.hits }, looked)}
fn user_of(position: u32) -> u32 { return ${shape.turned ? 'column_at(position)' : 'row_at(position)'}; }
fn column_of(position: u32) -> u32 { return ${shape.turned ? 'row_at(position)' : 'column_at(position)'}; }
/** What is added to the logits of the column at a position. */
fn offset(position: u32) -> f32 {
  if (position >= FORMED) { return ${MASKED}; }
  let column = column_of(position);
  return select(${MASKED}, ${shape.logQ ? '-correction(column)' : '0.0'}, real[column] > 0.0);
}`;

/**
 * `result` [B, D]: sum_j p_ij item_j - item_i, what the user's gradient is before its factors; `stats` [2 B]: the
 * logarithm of the row's sum of exponentials, then its cross-entropy.
 */
export const forwardHead = (
  shape: Shape,
  looked?: number,
): string => `${head(shape, [`read_write> result: array<${typeOf(shape.width)}>`, 'read_write> stats: array<f32>'], looked)}
${ownProduct(shape)}`;

/**
 * Logit, sum of exponentials and weighted items of a row before any column: none where the positive is among the
 * columns to come, else the positive's. @param none whatever the columns to come are
 */
export const beforeColumns = ({ inBatch, logQ, width }: Shape, none = inBatch) => ({
  logit: (row: string): string =>
    none ? MASKED : `scale[0] * own_product(${row})${logQ ? ` - correction(${row})` : ''}`,
  sum: none ? '0.0' : '1.0',
  items: (at: string): string => (none ? `${typeOf(width)}()` : `item[${at}]`),
});

/** WGSL of a row's two numbers in `stats`. @param sum logarithm of its sum of exponentials */
export const storeStats = (shape: Shape, row: string, sum: string): string => `
    stats[${row}] = ${sum};
    stats[ROWS + ${row}] = ${sum} - scale[0] * own_product(${row})${shape.logQ ? ` + correction(${row})` : ''};`;

/**
 * result_j = scale (sum_i factor_i p_ij user_i - factor_j user_j), [B + N, D], the last term for j < B; where the other
 * rows' items are no negatives, only from column B on. `rows` [2 B]: the logarithms of the rows' sums, then the rows'
 * factors.
 */
export const itemGradientHead = (
  shape: Shape,
  looked?: number,
): string => `${head(shape, ['read> rows: array<f32>', `read_write> result: array<${typeOf(shape.width)}>`], looked)}
${pull(shape)}`;

const MEAN_THREADS = 64;

/** loss = sum_i w_i ce_i / sum_i w_i in a fixed order, 0 where all w_i are 0; also sum_i w_i. */
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
  // Where no row has weight nothing is learnt: 0, and not 0 / 0.
  total[0] = max(sum.y, 1e-30);
  loss[0] = sum.x / total[0];
}`;

/** The user's gradient from what the forward pass left, and the rows' factors for the item's. */
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
${mainOver(
  shape.rows * across,
  `
  let row = index / ${across}u;
  let factor = dy[0] * weight[row] / total[0];
  if (index % ${across}u == 0u) {
    rows[row] = stats[row];
    rows[${shape.rows}u + row] = factor;
  }
  result[index] = scale[0] * factor * forward[index];`,
)}`;
}

/** One thread per number (or four of them) of [B, D]. */
export const rowsGrid = (shape: Shape): [number, number, number] =>
  gridFor((shape.rows * shape.width) / lanesOf(shape.width));

/**
 * The gradient of the rows' own items where no other row sees them, the first B rows of the [B + N, D] that the item
 * gradient fills from there on: factor_i (p_ii - 1) scale user_i, and p_ii is exp of minus the row's cross-entropy.
 */
export const ownGradientSource = (shape: Shape): string => `
@group(0) @binding(0) var<storage, read> user: array<${typeOf(shape.width)}>;
@group(0) @binding(1) var<storage, read> stats: array<f32>;
@group(0) @binding(2) var<storage, read> rows: array<f32>;
@group(0) @binding(3) var<storage, read> scale: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<${typeOf(shape.width)}>;
${mainOver(
  (shape.rows * shape.width) / lanesOf(shape.width),
  `
  let row = ${shape.rows}u + index / ${shape.width / lanesOf(shape.width)}u;
  result[index] = scale[0] * rows[row] * (exp(-stats[row]) - 1.0) * user[index];`,
)}`;

/**
 * WGSL of `is_hit` inside a loop of a `row` over the positions of columns from `begin` on, a multiple of LOOKED.
 * @param kinds of hits; with 0 there are none
 */
export const walkHits = (kinds: number): { before: string; inside: string } =>
  kinds === 0
    ? { before: '', inside: 'let is_hit = false;' }
    : {
        before: `
  var next = positives_of(row).x;
  if (begin > 0u) { next = positive_from(row, item_at(begin)); }
  var bits = 0u;`,
        inside: `
    if (position % ${LOOKED}u == 0u) {
      let looked = hit_bits(row, next, position, items_at(position));
      bits = looked.x;
      next = looked.y;
    }
    let is_hit = ((bits >> (position % ${LOOKED}u)) & 1u) != 0u;`,
      };

/** 1 where no negative scores above the row's own item. */
export function recallSource(rows: number, width: number, kinds: number): string {
  const together = putTogether('best', 'f32', 'return min(a, b);');
  return `
@group(0) @binding(0) var<storage, read> user: array<f32>;
@group(0) @binding(1) var<storage, read> item: array<f32>;
@group(0) @binding(2) var<storage, read> real: array<f32>;
@group(0) @binding(3) var<storage, read_write> found: array<f32>;
${kinds ? '@group(0) @binding(4) var<storage, read> hits: array<u32>;' : ''}
${hitFunctions({ rows, columns: rows, inBatch: true, kinds })}
${together.declared}
fn score(row: u32, column: u32) -> f32 {
  var sum = 0.0;
  for (var d = 0u; d < ${width}u; d++) { sum += user[row * ${width}u + d] * item[column * ${width}u + d]; }
  return sum;
}
${walkSource(
  `${rows}u`,
  `${rows}u`,
  LOOKED,
  `
  let own = score(row, row);
  var best = 1.0;
${walkHits(kinds).before}
  for (var position = begin; position < end; position++) {
    let column = column_at(position);
${walkHits(kinds).inside}
    if (column != row && !is_hit && real[column] > 0.0 && score(row, column) > own) { best = 0.0; }
  }
${together.after}
  if (lane == 0u) { found[row] = best; }`,
)}`;
}
