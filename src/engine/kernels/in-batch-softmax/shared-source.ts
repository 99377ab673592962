/**
 * The softmax over a batch's columns for a CPU adapter whose lanes hand each other what they loaded (see
 * kernel-form.ts). A lane owns four rows of one side; all lanes see the same TILE rows of the other, of which each
 * loads some. Logits, the running maximum and the sums of a row stay in one lane: no workgroup memory, no barrier. The
 * rows x columns logits exist TILE columns at a time, and once more in the backward pass.
 */
import { ENABLE_LANES, each, handed, lanesOf, typeOf } from '../../wgsl';
import { LOOKED, itemsOf } from './hits-source';
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

/** Rows of the other side at a time. */
const TILE = LOOKED;
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
/** Each lane's share of something that the tile has one of for each of its rows; `line` gets the row's position. */
const loadTile = (lanes: number, line: (t: number, position: string) => string): string =>
  each(TILE / lanes, (t) => line(t, `(start + lane + ${t * lanes}u)`));

/** @param before the first tile, in WGSL */
const entry = (lanes: number, own: Side, other: Side, before: string): string => `
@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(subgroup_invocation_id) lane: u32) {
  let across = opaque(ACROSS);
  let window = group.x * ${OWNED * lanes}u;
  let first = window + lane * ${OWNED}u;
${each(
  OWNED,
  (j) => `  let row${j} = ${own.at(`min(first + ${j}u, ${own.end} - 1u)`)};
  let own${j} = row${j} * ACROSS;`,
)}
${before}
  for (var start = 0u; start < ${other.end}; start += ${TILE}u) {
${loadTile(
  lanes,
  (t, position) => `    let other${t} = ${other.at(`min(${position}, ${other.end} - 1u)`)};
    let from${t} = other${t} * ACROSS;`,
)}`;

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

/**
 * A loop over the rows of the lane, each a `row` that lies from `own` on; `line` gets its place among them. It counts
 * positions: of one that counted to four drivers would know the length, and unroll it.
 */
const eachOwned = (own: Side, line: (j: string) => string): string => `
  for (var position = first; position < min(first + ${OWNED}u, ${own.end}); position++) {
    let row = ${own.at('position')};
    let own = row * ACROSS;
${line('position - first')}
  }`;

/** Columns a lane looks at together: a tile of them where its own rows have positives, else the workgroup's own. */
const lookedAt = (shape: Shape, lanes: number, own: Side): number => (own === listed(shape) ? TILE : OWNED * lanes);

/**
 * The hits of a tile: what stands before the loop over tiles and in each of them, and which of a lane's rows hit the
 * tile's row `c`. Loops that no compiler unrolls: its work would take seconds.
 */
function hiding(shape: Shape, lanes: number, own: Side, other: Side) {
  if (!shape.hits) return { before: '', tile: '', hidden: null };
  if (own === listed(shape))
    return {
      before: `  var next = ${ofOwned('u32', (j) => `positives_of(row${j}).x`)};`,
      tile: `
${loadTile(lanes, (t, position) => `    let item${t} = item_at(${position});`)}
    let items = ${itemsOf((c) => ofTile('item', c, lanes))};
    var masked = vec4<u32>();
    for (var j = 0u; j < opaque(${OWNED}u); j++) {
      let found = hit_bits(${own.at(`min(first + j, ${own.end} - 1u)`)}, next[j], start, items);
      masked[j] = found.x;
      next[j] = found.y;
    }`,
      hidden: (c: number) => `(masked & vec4<u32>(${2 ** c}u)) != vec4<u32>()`,
    };
  return {
    before: `  let marks = vec4<u32>(1u, 2u, 4u, 8u) << vec4<u32>(${OWNED}u * lane);
${each(OWNED, (j) => `  let item${j} = item_at(first + ${j}u);`)}
  let items = ${itemsOf((c) => handed(`item${c % OWNED}`, Math.floor(c / OWNED)), OWNED * lanes)};`,
    tile: `
    var masked = vec4<u32>();
    for (var t = 0u; t < opaque(${TILE / lanes}u); t++) {
      let position = start + lane + t * ${lanes}u;
      if (position < ${other.end}) {
        let looking = ${other.at('position')};
        masked[t] = hit_bits(looking, positive_from(looking, items[0].x), window, items).x;
      }
    }`,
    hidden: (c: number) =>
      `(marks & vec4<u32>(${handed(`masked[${Math.floor(c / lanes)}]`, c % lanes)})) != vec4<u32>()`,
  };
}

/** A lane's rows are users. */
export function sharedForward(shape: Shape, lanes: number): string {
  const masks = hiding(shape, lanes, USERS, COLUMNS);
  const before = beforeColumns(shape);
  return `${ENABLE_LANES}
${forwardHead(shape, lookedAt(shape, lanes, USERS))}
${entry(
  lanes,
  USERS,
  COLUMNS,
  `
  var largest = ${ofOwned('f32', (j) => before.logit(`row${j}`))};
  var total = vec4<f32>(${before.sum});
${masks.before}`,
)}
${logits(shape, lanes, USERS, COLUMNS)}
${loadTile(lanes, (t, position) => `    let offset${t} = offset(${position});`)}
${each(TILE, (c) => `    logit${c} = scale[0] * logit${c} + ${ofTile('offset', c, lanes)};`)}
${masks.tile}
${masks.hidden ? each(TILE, (c) => `    logit${c} = select(logit${c}, vec4<f32>(${MASKED}), ${masks.hidden(c)});`) : ''}
    let before = largest;
${each(TILE, (c) => `    largest = max(largest, logit${c});`)}
${each(TILE, (c) => `    logit${c} = exp(logit${c} - largest);`)}
    let fade = exp(before - largest);
    total *= fade;
${each(TILE, (c) => `    total += logit${c};`)}
${weightedSum(lanes, USERS, COLUMNS, (j) => `select(${before.items(`own${j} + d`)}, result[own${j} + d], start > 0u) * fade.${COMPONENTS[j]}`)}
  }
${eachOwned(
  USERS,
  (j) => `
    for (var d = 0u; d < across; d++) { result[own + d] = result[own + d] / total[${j}] - item[own + d]; }
    let sum = largest[${j}] + log(total[${j}]);
${storeStats(shape, 'row', 'sum')}`,
)}
}`;
}

/** A lane's rows are items; the tile's are users. */
export function sharedItemGradient(shape: Shape, lanes: number): string {
  const masks = hiding(shape, lanes, COLUMNS, USERS);
  return `${ENABLE_LANES}
${itemGradientHead(shape, lookedAt(shape, lanes, COLUMNS))}
${entry(
  lanes,
  COLUMNS,
  USERS,
  `
  let offsets = ${ofOwned('f32', (j) => `offset(first + ${j}u)`)};
${masks.before}`,
)}
${logits(shape, lanes, COLUMNS, USERS)}
${loadTile(
  lanes,
  (t, position) => `    let sums${t} = rows[other${t}];
    let factors${t} = select(0.0, rows[ROWS + other${t}], ${position} < ROWS);`,
)}
${masks.tile}
${each(
  TILE,
  (c) => `    {
      let factor = ${ofTile('factors', c, lanes)};
      // A row without a factor may have logits beyond its sum: their exponential overflows and is not used.
      let share = select(vec4<f32>(), factor * exp(scale[0] * logit${c} + offsets - ${ofTile('sums', c, lanes)}), vec4<bool>(factor != 0.0));
      logit${c} = ${masks.hidden ? `select(share, vec4<f32>(), ${masks.hidden(c)})` : 'share'};
    }`,
)}
${weightedSum(lanes, COLUMNS, USERS, (j) => `select(${typeOf(shape.width)}(), result[own${j} + d], start > 0u)`)}
  }
${eachOwned(
  COLUMNS,
  () => `
    for (var d = 0u; d < across; d++) { result[own + d] = scale[0] * (result[own + d] - pull(row, own + d)); }`,
)}
}`;
}
