/** One softmax of those over parts of the columns, and one item gradient of those over parts of the rows. */
import { gridFor, mainOver } from '../../run-kernel';
import { lanesOf, opaqueBy, typeOf } from '../../wgsl';
import {
  beforeColumns,
  columnsFormed,
  correction,
  declare,
  ownProduct,
  pull,
  sizes,
  storeStats,
  type Shape,
} from './source';

/** One thread per number (or four of them) of [rows, D]. */
const gridOf = (rows: number, { width }: Shape) => gridFor((rows * width) / lanesOf(width));
export const combineForwardGroups = (shape: Shape) => gridOf(shape.rows, shape);
export const combineItemGradientGroups = (shape: Shape) => gridOf(columnsFormed(shape), shape);

/**
 * What `forwardHead` says of `result` and `stats`, from what `tiledForward` leaves of each part: all are brought to the
 * largest maximum and added in their order. Bindings in this order: user, item, scale, [log q], parts, stats of the
 * parts, result, stats.
 */
export function combineForward(shape: Shape, parts: number): string {
  const type = typeOf(shape.width);
  const before = beforeColumns(shape);
  return `${declare([
    `read> user: array<${type}>`,
    `read> item: array<${type}>`,
    'read> scale: array<f32>',
    ...(shape.logQ ? ['read> log_q: array<f32>'] : []),
    `read> parts: array<${type}>`,
    'read> found: array<f32>',
    `read_write> result: array<${type}>`,
    'read_write> stats: array<f32>',
  ])}
${sizes(shape)}
${opaqueBy('scale')}
${correction(shape)}
${ownProduct(shape)}
${mainOver(
  'ROWS * ACROSS',
  `
  let row = index / ACROSS;
  let first = ${before.logit('row')};
  var largest = f32(first);
  for (var part = 0u; part < ${parts}u; part++) { largest = max(largest, found[2u * part * ROWS + row]); }
  let fade = exp(first - largest);
  var total = ${before.sum} * fade;
  var items = ${before.items('index')} * fade;
  for (var part = 0u; part < ${parts}u; part++) {
    let share = exp(found[2u * part * ROWS + row] - largest);
    total += share * found[(2u * part + 1u) * ROWS + row];
    items += share * parts[part * ROWS * ACROSS + index];
  }
  result[index] = items / total - item[index];
  if (index % ACROSS == 0u) {
    let sum = largest + log(total);
${storeStats(shape, 'row', 'sum')}
  }`,
)}`;
}

/**
 * What `itemGradientHead` says of `result`, from what `tiledItemGradient` leaves of each part, added in their order.
 * Bindings in this order: user, scale, rows, parts, result.
 */
export function combineItemGradient(shape: Shape, parts: number): string {
  const type = typeOf(shape.width);
  return `${declare([
    `read> user: array<${type}>`,
    'read> scale: array<f32>',
    'read> rows: array<f32>',
    `read> parts: array<${type}>`,
    `read_write> result: array<${type}>`,
  ])}
${sizes(shape)}
${pull(shape)}
${mainOver(
  'FORMED * ACROSS',
  `
  let at = (COLUMNS - FORMED) * ACROSS + index;
  var sum = ${type}();
  for (var part = 0u; part < ${parts}u; part++) { sum += parts[part * FORMED * ACROSS + index]; }
  result[at] = scale[0] * (sum - pull(at / ACROSS, at));`,
)}`;
}
