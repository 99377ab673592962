/**
 * WGSL of columns and of their scores. One thread per number it writes (or four of them), but where a row is walked.
 */
import { gridFor, mainOver } from '../../run-kernel';
import { innerOf, lanesOf, opaqueBy, partOf, typeOf, type Lanes } from '../../wgsl';
import { LOOKED, hitFunctions } from '../in-batch-softmax/hits-source';
import { walkHits } from '../in-batch-softmax/source';
import { NEVER } from './reference';
import { putTogether, walkSource, walkers } from '../../row-walk';

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

/** Which rows of a batch of `batch` a block of scores is of. */
export interface ScoreBlock {
  batch: number;
  rows: number;
}

/**
 * Bindings: real column, scores [R, B], columns, there, hits where some kind counts, and, where the block is not the
 * whole batch, its first row. A row is walked once for each negative: the next is the best one behind the last.
 */
export function hardestSource({ batch, rows }: ScoreBlock, count: number, kinds: number): string {
  const isPart = rows < batch;
  // A column and the bits of its score: the higher one, of equal ones the first, and any rather than none.
  const better = `
  if (a.x == ${NONE} || b.x == ${NONE}) { return select(a, b, a.x == ${NONE}); }
  let scores = bitcast<vec2<f32>>(vec2<u32>(a.y, b.y));
  return select(a, b, scores.y > scores.x || (scores.y == scores.x && b.x < a.x));`;
  const together = putTogether('best', 'vec2<u32>', better);
  return `
${declare('read> real: array<f32>', 'read> scores: array<f32>', 'read_write> columns: array<u32>', 'read_write> there: array<f32>', ...(kinds ? [HITS] : []), ...(isPart ? ['read> first: array<u32>'] : []))}
${opaqueBy('columns')}
${ofRows(batch, kinds)}
${together.declared}
${walkSource(
  `${rows}u`,
  'arrayLength(&real)',
  LOOKED,
  `
  if (lane == 0u) { columns[row * ${count + 1}u] = row; }
  var last = ${NONE};
  var lowest = 0.0;
  for (var place = 1u; place <= opaque(${count}u); place++) {
    var best = vec2<u32>(${NONE}, 0u);
    var highest = 0.0;
${walkHits(kinds).before}
    for (var position = begin; position < end; position++) {
      let column = column_at(position);
${walkHits(kinds).inside}
      if (column == row || is_hit || real[column] == 0.0 || real[row] == 0.0) { continue; }
      let score = scores[${isPart ? '(row - first[0])' : 'row'} * ${batch}u + column];
      if (score <= ${NEVER}) { continue; }
      if (place > 1u && (last == ${NONE} || score > lowest || (score == lowest && column <= last))) { continue; }
      if (best.x == ${NONE} || score > highest || (score == highest && column < best.x)) {
        best = vec2<u32>(column, bitcast<u32>(score));
        highest = score;
      }
    }
${together.after}
    if (lane == 0u) {
      columns[row * ${count + 1}u + place] = best.x;
      there[row * ${count}u + place - 1u] = select(1.0, 0.0, best.x == ${NONE});
    }
    last = best.x;
    lowest = bitcast<f32>(best.y);
  }`,
  isPart ? 'first[0]' : '0u',
)}`;
}

/** R rows with `across` columns each, vectors in parts of these widths, each with scores of its own. */
export interface Shape {
  rows: number;
  across: number;
  widths: readonly number[];
}

const lanes = ({ widths }: Shape): number => (widths.every((width) => lanesOf(width) === 4) ? 4 : 1);
const wholeOf = ({ widths }: Shape): number => widths.reduce((a, b) => a + b, 0);
/** What a thread moves at once never is of two parts. */
const steps = (shape: Shape): number => wholeOf(shape) / lanes(shape);
const vectorOf = (shape: Shape): Lanes => typeOf(lanes(shape));
export const vectorGrid = (shape: Shape): [number, number, number] => gridFor(shape.rows * steps(shape));

const ofPart = (shape: Shape): string => partOf(shape.widths.map((width) => width / lanes(shape)));

/** Bindings: user, item, columns, scores. */
export function scoresSource(shape: Shape): string {
  const size = shape.rows * shape.across;
  let end = 0;
  const parts = shape.widths.map((width, part) => {
    const begin = end;
    end += width / lanes(shape);
    return `
  var sum${part} = 0.0;
  if (column != ${NONE}) {
    for (var d = ${begin}u; d < opaque(${end}u); d++) { sum${part} += ${innerOf(lanes(shape), 'user[u + d]', 'item[v + d]')}; }
  }
  scores[${part * size}u + index] = sum${part};`;
  });
  return `
${declare(`read> user: array<${vectorOf(shape)}>`, `read> item: array<${vectorOf(shape)}>`, 'read> columns: array<u32>', 'read_write> scores: array<f32>')}
${opaqueBy('columns')}
${mainOver(
  size,
  `
  let column = columns[index];
  let u = index / ${shape.across}u * ${steps(shape)}u;
  let v = column * ${steps(shape)}u;${parts.join('')}`,
)}`;
}

/** Bindings: dy, item, columns, result. */
export const userGradientSource = (shape: Shape): string => `
${declare('read> dy: array<f32>', `read> item: array<${vectorOf(shape)}>`, 'read> columns: array<u32>', `read_write> result: array<${vectorOf(shape)}>`)}
${opaqueBy('columns')}
${ofPart(shape)}
${mainOver(
  shape.rows * steps(shape),
  `
  let row = index / ${steps(shape)}u;
  let d = index % ${steps(shape)}u;
  let first = part_of(d) * ${shape.rows * shape.across}u;
  var sum = ${vectorOf(shape)}();
  for (var n = 0u; n < opaque(${shape.across}u); n++) {
    let at = row * ${shape.across}u + n;
    let column = columns[at];
    if (column != ${NONE}) { sum += dy[first + at] * item[column * ${steps(shape)}u + d]; }
  }
  result[index] = sum;`,
)}`;

/** Numbers of one gradient that one thread adds up; longer sums are cut. */
export const CHUNK = 256;
/** Stands for a place behind the first one of a chunk. */
const INSIDE = '0xfffffffeu';

/**
 * Bindings: columns, links, and starts where sums are cut. The places of each column as a chain, in their order:
 * links[column] is the first, links[B + place] the one after. All places are walked for each column: a sum over the
 * chain has one order, where atomics would have any. Stretches chain their own places, and each is hooked onto the last
 * one before it that has any. A chunk begins with a stretch and after every `CHUNK` places: starts[place] is then where
 * the next one of the column begins.
 */
export function linksSource({ rows }: Shape, cut: boolean): string {
  const lanes = walkers();
  const hooked = `
  chains[lane] = vec3<u32>(first, last, ${cut ? 'start' : NONE});
  workgroupBarrier();
  if (lane > 0u) { return; }
  var tail = row;${cut ? `\n  start = ${NONE};` : ''}
  for (var i = 0u; i < ${lanes}u; i++) {
    if (chains[i].x == ${NONE}) { continue; }
    links[tail] = chains[i].x;
    tail = chains[i].y;${
      cut
        ? `
    if (start != ${NONE}) { starts[start] = chains[i].x; }
    start = chains[i].z;`
        : ''
    }
  }
  links[tail] = ${NONE};`;
  const alone = `
  links[row] = first;
  if (first != ${NONE}) { links[last] = ${NONE}; }`;
  return `
${declare('read> columns: array<u32>', 'read_write> links: array<u32>', ...(cut ? ['read_write> starts: array<u32>'] : []))}
${lanes === 1 ? '' : `var<workgroup> chains: array<vec3<u32>, ${lanes}>;`}
${walkSource(
  `${rows}u`,
  'arrayLength(&columns)',
  1,
  `
  var first = ${NONE};
  var last = row;${cut ? `\n  var start = ${NONE};\n  var held = 0u;` : ''}
  for (var at = begin; at < end; at++) {
    if (columns[at] == row) {
      if (first == ${NONE}) { first = at; } else { links[last] = at; }
      last = ${rows}u + at;${
        cut
          ? `
      starts[at] = ${INSIDE};
      if (held % ${CHUNK}u == 0u) {
        if (start != ${NONE}) { starts[start] = at; }
        start = at;
      }
      held++;`
          : ''
      }
    }
  }
${lanes === 1 ? alone : hooked}${cut ? `\n  if (start != ${NONE}) { starts[start] = ${NONE}; }` : ''}`,
)}`;
}

/** Bindings: dy, user, links, result. */
export const itemGradientSource = (shape: Shape): string => `
${declare('read> dy: array<f32>', `read> user: array<${vectorOf(shape)}>`, 'read> links: array<u32>', `read_write> result: array<${vectorOf(shape)}>`)}
${ofPart(shape)}
${mainOver(
  shape.rows * steps(shape),
  `
  let d = index % ${steps(shape)}u;
  let first = part_of(d) * ${shape.rows * shape.across}u;
  var sum = ${vectorOf(shape)}();
  for (var at = links[index / ${steps(shape)}u]; at != ${NONE}; at = links[${shape.rows}u + at]) {
    sum += dy[first + at] * user[(at / ${shape.across}u) * ${steps(shape)}u + d];
  }
  result[index] = sum;`,
)}`;

export const chunkGrid = (shape: Shape): [number, number, number] => gridFor(shape.rows * shape.across * steps(shape));

/** Bindings: dy, user, columns, links, starts, sums [B N, D]: of each chunk, where it begins. */
export const chunkSumsSource = (shape: Shape): string => `
${declare('read> dy: array<f32>', `read> user: array<${vectorOf(shape)}>`, 'read> columns: array<u32>', 'read> links: array<u32>', 'read> starts: array<u32>', `read_write> sums: array<${vectorOf(shape)}>`)}
${ofPart(shape)}
${mainOver(
  shape.rows * shape.across * steps(shape),
  `
  var at = index / ${steps(shape)}u;
  if (columns[at] == ${NONE} || starts[at] == ${INSIDE}) { return; }
  let end = starts[at];
  let d = index % ${steps(shape)}u;
  let first = part_of(d) * ${shape.rows * shape.across}u;
  var sum = ${vectorOf(shape)}();
  for (; at != end; at = links[${shape.rows}u + at]) {
    sum += dy[first + at] * user[(at / ${shape.across}u) * ${steps(shape)}u + d];
  }
  sums[index] = sum;`,
)}`;

/** Bindings: links, starts, sums, result. */
export const sumOfChunksSource = (shape: Shape): string => `
${declare('read> links: array<u32>', 'read> starts: array<u32>', `read> sums: array<${vectorOf(shape)}>`, `read_write> result: array<${vectorOf(shape)}>`)}
${mainOver(
  shape.rows * steps(shape),
  `
  var sum = ${vectorOf(shape)}();
  for (var at = links[index / ${steps(shape)}u]; at != ${NONE}; at = starts[at]) {
    sum += sums[at * ${steps(shape)}u + index % ${steps(shape)}u];
  }
  result[index] = sum;`,
)}`;
