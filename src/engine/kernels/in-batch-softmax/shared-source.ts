/**
 * The in-batch softmax for a CPU adapter whose lanes hand each other what they loaded (see kernel-form.ts). A lane owns four rows of one side; all
 * lanes see the same TILE rows of the other, of which each loads some. Logits, the running maximum and the sums of a row stay in one lane: no
 * workgroup memory, no barrier. The B x B logits exist TILE columns at a time, and once more in the backward pass.
 */
import { ENABLE_LANES, each, handed, lanesOf, typeOf } from '../../wgsl';
import { HIT_COLUMN } from './hits';
import { MASKED, forwardHead, itemGradientHead, kindBits } from './source';
import type { Shape } from './source';

/** Rows of the other side at a time. */
const TILE = 16;
/** Rows a lane owns: the components of its sums. */
const OWNED = 4;
const COMPONENTS = ['x', 'y', 'z', 'w'] as const;

export const sharedGroups = ({ rows }: Shape, lanes: number): [number, number, number] => [Math.ceil(rows / (OWNED * lanes)), 1, 1];

/** The number of the tile's row `c` among those that lanes loaded as `name0`, `name1`, …, for all lanes. */
const ofTile = (name: string, c: number, lanes: number): string => handed(`${name}${Math.floor(c / lanes)}`, c % lanes);
/** Each lane's share of something that the tile has one of for each of its rows; `line` gets the row in the batch. */
const loadTile = (lanes: number, line: (t: number, row: string) => string): string => each(TILE / lanes, (t) => line(t, `start + lane + ${t * lanes}u`));

const entry = (lanes: number): string => `
@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(subgroup_invocation_id) lane: u32) {
  let across = opaque(ACROSS);
  let first = (group.x * ${lanes}u + lane) * ${OWNED}u;
${each(OWNED, (j) => `  let own${j} = min(first + ${j}u, ROWS - 1u) * ACROSS;`)}
  for (var start = 0u; start < ROWS; start += ${TILE}u) {
${loadTile(lanes, (t, row) => `    let from${t} = min(${row}, ROWS - 1u) * ACROSS;`)}`;

/** `logit0`, …: inner products of the tile's rows of `other` with the lane's rows of `own`. */
const logits = ({ width }: Shape, lanes: number, own: string, other: string): string => `
${each(TILE, (c) => `    var logit${c} = vec4<f32>();`)}
    for (var k = 0u; k < across; k++) {
${each(OWNED, (j) => `      let x${j} = ${own}[own${j} + k];`)}
${loadTile(lanes, (t) => `      let y${t} = ${other}[from${t} + k];`)}
${(lanesOf(width) === 4 ? COMPONENTS.map((component) => `.${component}`) : ['']).map((part) => `
      { let x = vec4<f32>(${Array.from({ length: OWNED }, (_, j) => `x${j}${part}`).join(', ')});
${each(TILE, (c) => `      logit${c} += x * ${handed(`y${Math.floor(c / lanes)}${part}`, c % lanes)};`)} }`).join('')}
    }`;

/** result[own rows] = before x result + the tile's sum of logit x other; the logits have become shares by now. */
const weightedSum = ({ width }: Shape, lanes: number, other: string, before: (j: number) => string): string => `
    for (var d = 0u; d < across; d++) {
${each(OWNED, (j) => `      var sum${j} = select(${typeOf(width)}(), result[own${j} + d]${before(j)}, start > 0u);`)}
${loadTile(lanes, (t) => `      let y${t} = ${other}[from${t} + d];`)}
${each(TILE, (c) => `      { let y = ${ofTile('y', c, lanes)};
${each(OWNED, (j) => `      sum${j} += logit${c}.${COMPONENTS[j]} * y;`)} }`)}
${each(OWNED, (j) => `      if (first + ${j}u < ROWS) { result[own${j} + d] = sum${j}; }`)}
    }`;

/** A lane's rows are users. */
export function sharedForward(shape: Shape, lanes: number): string {
  const masks = shape.hits
    ? `
    var masked = vec4<u32>();
${each(OWNED, (j) => `    {
      let end = hits[min(first + ${j}u, ROWS - 1u) + 1u];
      for (; next.${COMPONENTS[j]} < end; next.${COMPONENTS[j]}++) {
        let hit = hits[ROWS + 1u + next.${COMPONENTS[j]}];
        let column = (hit & ${HIT_COLUMN}u) - start;
        if (column >= ${TILE}u) { break; }
        if ((hit & ${kindBits(shape.hits)}u) != 0u) { masked.${COMPONENTS[j]} |= 1u << column; }
      }
    }`)}
${each(TILE, (c) => `    logit${c} = select(logit${c}, vec4<f32>(${MASKED}), (masked & vec4<u32>(${2 ** c}u)) != vec4<u32>());`)}`
    : '';
  return `${ENABLE_LANES}
${forwardHead(shape)}
${entry(lanes).replace('  for (var start', `  var largest = vec4<f32>(${MASKED});
  var total = vec4<f32>();
${shape.hits ? `  var next = vec4<u32>(${Array.from({ length: OWNED }, (_, j) => `hits[min(first + ${j}u, ROWS - 1u)]`).join(', ')});` : ''}
  for (var start`)}
${logits(shape, lanes, 'user', 'item')}
${loadTile(lanes, (t, row) => `    let offset${t} = offset(${row});`)}
${each(TILE, (c) => `    logit${c} = scale[0] * logit${c} + ${ofTile('offset', c, lanes)};`)}
${masks}
    let before = largest;
${each(TILE, (c) => `    largest = max(largest, logit${c});`)}
${each(TILE, (c) => `    logit${c} = exp(logit${c} - largest);`)}
    let fade = exp(before - largest);
    total *= fade;
${each(TILE, (c) => `    total += logit${c};`)}
${weightedSum(shape, lanes, 'item', (j) => ` * fade.${COMPONENTS[j]}`)}
  }
${each(OWNED, (j) => `  if (first + ${j}u < ROWS) {
    let row = first + ${j}u;
    var inner = ${typeOf(shape.width)}();
    for (var d = 0u; d < across; d++) {
      let y = item[own${j} + d];
      inner += user[own${j} + d] * y;
      result[own${j} + d] = result[own${j} + d] / total.${COMPONENTS[j]} - y;
    }
    let sum = largest.${COMPONENTS[j]} + log(total.${COMPONENTS[j]});
    stats[row] = sum;
    stats[ROWS + row] = sum - scale[0] * ${lanesOf(shape.width) === 4 ? '(inner.x + inner.y + inner.z + inner.w)' : 'inner'}${shape.logQ ? ' + correction(row)' : ''};
  }`)}
}`;
}

/** A lane's rows are items; the tile's are users, whose hits are marked as bits of the columns the workgroup owns. */
export function sharedItemGradient(shape: Shape, lanes: number): string {
  const marks = shape.hits
    ? loadTile(lanes, (t, row) => `
    var masked${t} = 0u;
    if (${row} < ROWS) {
      let end = hits[${row} + 1u];
      var low = hits[${row}];
      var high = end;
      while (low < high) {
        let middle = (low + high) / 2u;
        if ((hits[ROWS + 1u + middle] & ${HIT_COLUMN}u) < window) { low = middle + 1u; } else { high = middle; }
      }
      for (; low < end; low++) {
        let hit = hits[ROWS + 1u + low];
        let column = (hit & ${HIT_COLUMN}u) - window;
        if (column >= ${OWNED * lanes}u) { break; }
        if ((hit & ${kindBits(shape.hits)}u) != 0u) { masked${t} |= 1u << column; }
      }
    }`)
    : '';
  return `${ENABLE_LANES}
${itemGradientHead(shape)}
${entry(lanes).replace('  for (var start', `  let offsets = vec4<f32>(${Array.from({ length: OWNED }, (_, j) => `offset(first + ${j}u)`).join(', ')});
${shape.hits ? `  let window = group.x * ${OWNED * lanes}u;
  let marks = vec4<u32>(1u, 2u, 4u, 8u) << vec4<u32>(${OWNED}u * lane);` : ''}
  for (var start`)}
${logits(shape, lanes, 'item', 'user')}
${loadTile(lanes, (t, row) => `    let sums${t} = rows[min(${row}, ROWS - 1u)];
    let factors${t} = select(0.0, rows[ROWS + min(${row}, ROWS - 1u)], ${row} < ROWS);`)}
${marks}
${each(TILE, (c) => `    {
      let factor = ${ofTile('factors', c, lanes)};
      // A row without a factor may have logits beyond its sum: their exponential overflows and is not used.
      let share = select(vec4<f32>(), factor * exp(scale[0] * logit${c} + offsets - ${ofTile('sums', c, lanes)}), vec4<bool>(factor != 0.0));
      logit${c} = ${shape.hits ? `select(share, vec4<f32>(), (marks & vec4<u32>(${ofTile('masked', c, lanes)})) != vec4<u32>())` : 'share'};
    }`)}
${weightedSum(shape, lanes, 'user', () => '')}
  }
${each(OWNED, (j) => `  if (first + ${j}u < ROWS) {
    for (var d = 0u; d < across; d++) { result[own${j} + d] = scale[0] * (result[own${j} + d] - rows[ROWS + first + ${j}u] * user[own${j} + d]); }
  }`)}
}`;
}
