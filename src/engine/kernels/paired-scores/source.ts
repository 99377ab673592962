/**
 * WGSL of columns and of their scores. One thread per number it writes (or four of them), but where a row is walked.
 */
import { gridFor, mainOver } from '../../run-kernel';
import { innerOf, lanesOf, opaqueBy, typeOf } from '../../wgsl';
import { hitFunctions } from '../in-batch-softmax/hits-source';
import { walkHits } from '../in-batch-softmax/source';

const declare = (...variables: readonly string[]): string =>
  variables.map((variable, i) => `@group(0) @binding(${i}) var<storage, ${variable};`).join('\n');

/** Bits of NO_COLUMN. */
const NONE = '0xffffffffu';

const HITS = 'read> hits: array<u32>';
const ofRows = (rows: number, kinds: number): string => hitFunctions({ rows, columns: rows, inBatch: true, kinds });

/** Bindings: real rows [1], columns, there, and hits where some kind counts. One thread per row. */
export const shiftedSource = (rows: number, count: number, kinds: number): string => `
${declare('read> real: array<f32>', 'read_write> columns: array<u32>', 'read_write> there: array<f32>', ...(kinds ? [HITS] : []))}
${opaqueBy('columns')}
${ofRows(rows, kinds)}
${mainOver(
  rows,
  `
  let rows = u32(real[0]);
  columns[index * ${count + 1}u] = index;
  for (var shift = 1u; shift <= opaque(${count}u); shift++) {
    var column = ${NONE};
    if (index < rows && shift < rows) {
      let other = (index + shift) % rows;
      if (!${kinds ? 'is_hit(index, other)' : 'false'}) { column = other; }
    }
    columns[index * ${count + 1}u + shift] = column;
    there[index * ${count}u + shift - 1u] = select(1.0, 0.0, column == ${NONE});
  }`,
)}`;

/**
 * Bindings: real column, scores [B, B], columns, there, and hits where some kind counts. One thread per row, which
 * walks it once for each negative: the next is the best one behind the last.
 */
export const hardestSource = (rows: number, count: number, kinds: number): string => `
${declare('read> real: array<f32>', 'read> scores: array<f32>', 'read_write> columns: array<u32>', 'read_write> there: array<f32>', ...(kinds ? [HITS] : []))}
${opaqueBy('columns')}
${ofRows(rows, kinds)}
${mainOver(
  rows,
  `
  columns[index * ${count + 1}u] = index;
  var last = ${NONE};
  var lowest = 0.0;
  for (var place = 1u; place <= opaque(${count}u); place++) {
    var best = ${NONE};
    var highest = 0.0;
${walkHits(kinds).before}
    for (var position = 0u; position < arrayLength(&real); position++) {
      let column = column_at(position);
${walkHits(kinds).inside}
      if (column == index || is_hit || real[column] == 0.0 || real[index] == 0.0) { continue; }
      let score = scores[index * ${rows}u + column];
      if (place > 1u && (last == ${NONE} || score > lowest || (score == lowest && column <= last))) { continue; }
      if (best == ${NONE} || score > highest || (score == highest && column < best)) {
        best = column;
        highest = score;
      }
    }
    columns[index * ${count + 1}u + place] = best;
    there[index * ${count}u + place - 1u] = select(1.0, 0.0, best == ${NONE});
    last = best;
    lowest = highest;
  }`,
)}`;

/** R rows with `across` columns each. */
export interface Shape {
  rows: number;
  across: number;
  width: number;
}

const steps = ({ width }: Shape): number => width / lanesOf(width);
export const vectorGrid = (shape: Shape): [number, number, number] => gridFor(shape.rows * steps(shape));

/** Bindings: user, item, columns, scores. */
export const scoresSource = (shape: Shape): string => `
${declare(`read> user: array<${typeOf(shape.width)}>`, `read> item: array<${typeOf(shape.width)}>`, 'read> columns: array<u32>', 'read_write> scores: array<f32>')}
${opaqueBy('columns')}
${mainOver(
  shape.rows * shape.across,
  `
  let column = columns[index];
  var sum = 0.0;
  if (column != ${NONE}) {
    let row = index / ${shape.across}u;
    for (var d = 0u; d < opaque(${steps(shape)}u); d++) { sum += ${innerOf(shape.width, `user[row * ${steps(shape)}u + d]`, `item[column * ${steps(shape)}u + d]`)}; }
  }
  scores[index] = sum;`,
)}`;

/** Bindings: dy, item, columns, result. */
export const userGradientSource = (shape: Shape): string => `
${declare('read> dy: array<f32>', `read> item: array<${typeOf(shape.width)}>`, 'read> columns: array<u32>', `read_write> result: array<${typeOf(shape.width)}>`)}
${opaqueBy('columns')}
${mainOver(
  shape.rows * steps(shape),
  `
  let row = index / ${steps(shape)}u;
  var sum = ${typeOf(shape.width)}();
  for (var n = 0u; n < opaque(${shape.across}u); n++) {
    let at = row * ${shape.across}u + n;
    let column = columns[at];
    if (column != ${NONE}) { sum += dy[at] * item[column * ${steps(shape)}u + index % ${steps(shape)}u]; }
  }
  result[index] = sum;`,
)}`;

/**
 * Bindings: columns, links. The places of each column as a chain, in their order: links[column] is the first, links[B +
 * place] the one after. One thread per column, which walks all places: a sum over the chain has one order, where
 * atomics would have any.
 */
export const linksSource = ({ rows }: Shape): string => `
${declare('read> columns: array<u32>', 'read_write> links: array<u32>')}
${mainOver(
  rows,
  `
  var last = index;
  for (var at = 0u; at < arrayLength(&columns); at++) {
    if (columns[at] == index) {
      links[last] = at;
      last = ${rows}u + at;
    }
  }
  links[last] = ${NONE};`,
)}`;

/** Bindings: dy, user, links, result. */
export const itemGradientSource = (shape: Shape): string => `
${declare('read> dy: array<f32>', `read> user: array<${typeOf(shape.width)}>`, 'read> links: array<u32>', `read_write> result: array<${typeOf(shape.width)}>`)}
${mainOver(
  shape.rows * steps(shape),
  `
  var sum = ${typeOf(shape.width)}();
  for (var at = links[index / ${steps(shape)}u]; at != ${NONE}; at = links[${shape.rows}u + at]) {
    sum += dy[at] * user[(at / ${shape.across}u) * ${steps(shape)}u + index % ${steps(shape)}u];
  }
  result[index] = sum;`,
)}`;
