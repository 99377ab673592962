/**
 * The softmax over a batch's columns for a CPU adapter whose lanes hand each other what they loaded (see
 * kernel-form.ts). A lane owns four rows of one side; all lanes see the same TILE rows of the other, of which each
 * loads some. Logits, the running maximum and the sums of a row stay in one lane: no workgroup memory, no barrier. The
 * rows x columns logits exist TILE columns at a time, and once more in the backward pass.
 */
import { ENABLE_LANES, each, handed, lanesOf, typeOf } from '../../wgsl';
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

/** Rows of the other side at a time. */
const TILE = 16;
/** Rows a lane owns: the components of its sums. */
const OWNED = 4;
const COMPONENTS = ['x', 'y', 'z', 'w'] as const;

const groupsFor = (owned: number, lanes: number): [number, number, number] => [
  Math.ceil(owned / (OWNED * lanes)),
  1,
  1,
];
export const sharedForwardGroups = ({ rows }: Shape, lanes: number) => groupsFor(rows, lanes);
export const sharedItemGradientGroups = (shape: Shape, lanes: number) => groupsFor(columnsFormed(shape), lanes);

/** WGSL of a vector with one component for each row of a lane. */
const ofOwned = (type: string, component: (j: number) => string): string =>
  `vec4<${type}>(${Array.from({ length: OWNED }, (_, j) => component(j)).join(', ')})`;

/** The number of the tile's row `c` among those that lanes loaded as `name0`, `name1`, …, for all lanes. */
const ofTile = (name: string, c: number, lanes: number): string => handed(`${name}${Math.floor(c / lanes)}`, c % lanes);
/** Each lane's share of something that the tile has one of for each of its rows; `line` gets the row in the batch. */
const loadTile = (lanes: number, line: (t: number, row: string) => string): string =>
  each(TILE / lanes, (t) => line(t, `start + lane + ${t * lanes}u`));

/** @param before the first tile, in WGSL */
const entry = (lanes: number, own: Side, other: Side, before: string): string => `
@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(subgroup_invocation_id) lane: u32) {
  let across = opaque(ACROSS);
  let window = ${own.first} + group.x * ${OWNED * lanes}u;
  let first = window + lane * ${OWNED}u;
${each(OWNED, (j) => `  let own${j} = min(first + ${j}u, ${own.end} - 1u) * ACROSS;`)}
${before}
  for (var start = ${other.first}; start < ${other.end}; start += ${TILE}u) {
${loadTile(lanes, (t, row) => `    let from${t} = min(${row}, ${other.end} - 1u) * ACROSS;`)}`;

/** `logit0`, …: inner products of the tile's rows of `other` with the lane's rows of `own`. */
const logits = ({ width }: Shape, lanes: number, own: Side, other: Side): string => `
${each(TILE, (c) => `    var logit${c} = vec4<f32>();`)}
    for (var k = 0u; k < across; k++) {
${each(OWNED, (j) => `      let x${j} = ${own.buffer}[own${j} + k];`)}
${loadTile(lanes, (t) => `      let y${t} = ${other.buffer}[from${t} + k];`)}
${(lanesOf(width) === 4 ? COMPONENTS.map((component) => `.${component}`) : [''])
  .map(
    (part) => `
      { let x = ${ofOwned('f32', (j) => `x${j}${part}`)};
${each(TILE, (c) => `      logit${c} += x * ${handed(`y${Math.floor(c / lanes)}${part}`, c % lanes)};`)} }`,
  )
  .join('')}
    }`;

/** result[own rows] = before + the tile's sum of logit x other; the logits have become shares by now. */
const weightedSum = (lanes: number, own: Side, other: Side, before: (j: number) => string): string => `
    for (var d = 0u; d < across; d++) {
${each(OWNED, (j) => `      var sum${j} = ${before(j)};`)}
${loadTile(lanes, (t) => `      let y${t} = ${other.buffer}[from${t} + d];`)}
${each(
  TILE,
  (c) => `      { let y = ${ofTile('y', c, lanes)};
${each(OWNED, (j) => `      sum${j} += logit${c}.${COMPONENTS[j]} * y;`)} }`,
)}
${each(OWNED, (j) => `      if (first + ${j}u < ${own.end}) { result[own${j} + d] = sum${j}; }`)}
    }`;

/** A lane's rows are users. */
export function sharedForward(shape: Shape, lanes: number): string {
  const masks = shape.hits
    ? `
    var masked = vec4<u32>();
${each(
  OWNED,
  (j) => `    {
      let end = hits[min(first + ${j}u, ROWS - 1u) + 1u];
      for (; next.${COMPONENTS[j]} < end; next.${COMPONENTS[j]}++) {
        let hit = hits[ROWS + 1u + next.${COMPONENTS[j]}];
        let column = (hit & ${HIT_COLUMN}u) - start;
        if (column >= ${TILE}u) { break; }
        if ((hit & ${kindBits(shape.hits)}u) != 0u) { masked.${COMPONENTS[j]} |= 1u << column; }
      }
    }`,
)}
${each(TILE, (c) => `    logit${c} = select(logit${c}, vec4<f32>(${MASKED}), (masked & vec4<u32>(${2 ** c}u)) != vec4<u32>());`)}`
    : '';
  const before = beforeColumns(shape);
  const row = (j: number) => `min(first + ${j}u, ROWS - 1u)`;
  return `${ENABLE_LANES}
${forwardHead(shape)}
${entry(
  lanes,
  USERS,
  COLUMNS,
  `
  var largest = ${ofOwned('f32', (j) => before.logit(row(j)))};
  var total = vec4<f32>(${before.sum});
${shape.hits ? `  var next = ${ofOwned('u32', (j) => `hit_from(${row(j)}, FIRST)`)};` : ''}`,
)}
${logits(shape, lanes, USERS, COLUMNS)}
${loadTile(lanes, (t, row) => `    let offset${t} = offset(${row});`)}
${each(TILE, (c) => `    logit${c} = scale[0] * logit${c} + ${ofTile('offset', c, lanes)};`)}
${masks}
    let before = largest;
${each(TILE, (c) => `    largest = max(largest, logit${c});`)}
${each(TILE, (c) => `    logit${c} = exp(logit${c} - largest);`)}
    let fade = exp(before - largest);
    total *= fade;
${each(TILE, (c) => `    total += logit${c};`)}
${weightedSum(lanes, USERS, COLUMNS, (j) => `select(${before.items(`own${j} + d`)}, result[own${j} + d], start > FIRST) * fade.${COMPONENTS[j]}`)}
  }
${each(
  OWNED,
  (j) => `  if (first + ${j}u < ROWS) {
    for (var d = 0u; d < across; d++) { result[own${j} + d] = result[own${j} + d] / total.${COMPONENTS[j]} - item[own${j} + d]; }
    let sum = largest.${COMPONENTS[j]} + log(total.${COMPONENTS[j]});
${storeStats(shape, `first + ${j}u`, 'sum')}
  }`,
)}
}`;
}

/** A lane's rows are items; the tile's are users, whose hits are marked as bits of the columns the workgroup owns. */
export function sharedItemGradient(shape: Shape, lanes: number): string {
  const marks = shape.hits
    ? loadTile(
        lanes,
        (t, row) => `
    var masked${t} = 0u;
    if (${row} < ROWS) {
      let end = hits[${row} + 1u];
      for (var at = hit_from(${row}, window); at < end; at++) {
        let hit = hits[ROWS + 1u + at];
        let column = (hit & ${HIT_COLUMN}u) - window;
        if (column >= ${OWNED * lanes}u) { break; }
        if ((hit & ${kindBits(shape.hits)}u) != 0u) { masked${t} |= 1u << column; }
      }
    }`,
      )
    : '';
  return `${ENABLE_LANES}
${itemGradientHead(shape)}
${entry(
  lanes,
  COLUMNS,
  USERS,
  `
  let offsets = ${ofOwned('f32', (j) => `offset(first + ${j}u)`)};
${shape.hits ? `  let marks = vec4<u32>(1u, 2u, 4u, 8u) << vec4<u32>(${OWNED}u * lane);` : ''}`,
)}
${logits(shape, lanes, COLUMNS, USERS)}
${loadTile(
  lanes,
  (t, row) => `    let sums${t} = rows[min(${row}, ROWS - 1u)];
    let factors${t} = select(0.0, rows[ROWS + min(${row}, ROWS - 1u)], ${row} < ROWS);`,
)}
${marks}
${each(
  TILE,
  (c) => `    {
      let factor = ${ofTile('factors', c, lanes)};
      // A row without a factor may have logits beyond its sum: their exponential overflows and is not used.
      let share = select(vec4<f32>(), factor * exp(scale[0] * logit${c} + offsets - ${ofTile('sums', c, lanes)}), vec4<bool>(factor != 0.0));
      logit${c} = ${shape.hits ? `select(share, vec4<f32>(), (marks & vec4<u32>(${ofTile('masked', c, lanes)})) != vec4<u32>())` : 'share'};
    }`,
)}
${weightedSum(lanes, COLUMNS, USERS, (j) => `select(${typeOf(shape.width)}(), result[own${j} + d], start > 0u)`)}
  }
${each(
  OWNED,
  (j) => `  if (first + ${j}u < COLUMNS) {
    for (var d = 0u; d < across; d++) { result[own${j} + d] = scale[0] * (result[own${j} + d] - pull(first + ${j}u, own${j} + d)); }
  }`,
)}
}`;
}
