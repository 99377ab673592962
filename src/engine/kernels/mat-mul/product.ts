/**
 * WGSL of one matrix product, result[p] = op(A[p]) op(B[p]), shared by tfjs's matMul and by the linear layer. Two forms
 * with equal bits (every output is a sum over the inner index in ascending order):
 *
 * - `tiled`, for a GPU: both factors pass through workgroup memory, a thread holds 4 x 4 outputs. Where there are few
 *   tiles and their sums are long, these are cut into parts (split-K), which are added in their order: other bits;
 * - `shared`, for a CPU adapter that says how many lanes run together: a lane holds 16 rows of four neighbouring
 *   columns. All lanes need the same
 *   numbers of A: each loads some of them and hands them to the others. A rasteriser loads every lane's number by
 *   itself, so that loads, not
 *   products, are what it spends its time on; and no thread waits at a barrier. The sums are more than a CPU has
 *   registers: each is finished for a
 *   turn before the next is touched.
 */
import { cutOf, kernelForm } from '../../kernel-form';
import { emptyTensor, gridFor, mainSource, runKernel, type Binding, type Workgroups } from '../../run-kernel';
import { sizeBuffer } from '../../size-buffer';
import { each, ENABLE_LANES, handed } from '../../wgsl';
import type { Product } from './reference';

/**
 * What the source depends on; sizes come in a buffer, so that a model's many shapes share a few pipelines: compiling
 * them is what a first step waits for on a CPU adapter.
 */
export interface Form extends Pick<Product, 'transposeA' | 'transposeB'> {
  /**
   * Body of `fn prepare(x: T) -> T`, applied to every number of A as it is read; T is f32 or vec4<f32>. It may read
   * `rests`.
   */
  prepare?: string;
  /** The bool `rests`, which comes with the sizes: layers with and without a ReLU share a pipeline. */
  rests?: boolean;
  /**
   * Body of `fn finish(sum: T, at: u32, column: u32) -> T`: what is stored in place `at`. It may read `extra`, an array
   * of T.
   */
  finish?: string;
  /** Whether the sums over B's rows are stored in `extra`, [columns]. */
  sumsB?: boolean;
  /**
   * Whether only some rows of A count, those that `picks` names first (see present-rows.ts); the others, and with A
   * transposed those of B beside them, are taken for 0.
   */
  picks?: boolean;
}

interface Shader {
  source: string;
  workgroups: Workgroups;
}

/** What a product reads and stores. */
export interface Buffers {
  a: Binding;
  b: Binding;
  result: Binding;
  /** What `picks` of the form names; null where it has none, as below. */
  picks: Binding | null;
  /** What `finish` reads, or where `sumsB` go. */
  extra: Binding | null;
}

/**
 * A workgroup of SIDE x SIDE threads forms a tile of outputs, HELD x HELD each, over DEPTH inner elements at a time.
 */
const SIDE = 8;
const HELD = 4;
const TILE = SIDE * HELD;
const DEPTH = 16;
/** Vectors from one inner element to the next: threads that store a column of a tile write to different banks. */
const APART = TILE / 4 + 1;

/** Rows a lane of the `shared` form holds, and inner elements of one turn. */
const ROWS = 16;
const TURN = 4;

/** Inner elements below which no sum is cut, what a part has of them at least, and the most parts of a sum. */
const LONG = 512;
const STRETCH = 64;
const MOST_PARTS = 32;

const tilesOf = ({ rows, columns }: Product): [number, number] => [Math.ceil(columns / TILE), Math.ceil(rows / TILE)];

/** Parts of each sum. All of them together are no more than a tile for each workgroup that the adapter wants. */
export function partsOf(product: Product): number {
  if (product.inner < LONG) return 1;
  const [across, down] = tilesOf(product);
  return cutOf(across * down * product.batch, Math.ceil(product.inner / STRETCH), MOST_PARTS).parts;
}

const there = (...bindings: (Binding | null)[]): Binding[] => bindings.filter((binding) => binding !== null);

/** One dispatch, or two where sums are cut. @param name for errors and profiles */
export function runProduct(name: string, product: Product, form: Form, buffers: Buffers): void {
  const { a, b, result, picks, extra } = buffers;
  const parts = partsOf(product);
  const sizes = sizesOf(product, parts, form.rests);
  if (parts === 1) {
    const { source, workgroups } = productShader(product, form);
    runKernel(name, source, [a, b, result, sizes, ...there(picks, extra)], workgroups);
    return;
  }
  const { batch, rows, columns } = product;
  const outputs = batch * rows * columns + (form.sumsB ? columns : 0);
  const found = emptyTensor([parts, outputs]);
  const [across, down] = tilesOf(product);
  runKernel(
    `${name} (parts)`,
    tiledSource(form, true),
    [a, b, found, sizes, ...there(picks)],
    [across, down, batch * parts],
  );
  runKernel(`${name} (combine)`, combineSource(form), [found, result, sizes, ...there(extra)], gridFor(outputs));
  found.dispose();
}

/** Binds a, b, result, sizes (see `sizesOf`) and, where the form has them, picks and extra: in this order. */
function productShader(product: Product, form: Form): Shader {
  const { batch, rows, columns } = product;
  const { lanes } = kernelForm();
  if (lanes && liesInFours(product)) {
    return {
      source: sharedSource(form, lanes),
      workgroups: [Math.ceil(columns / 4 / lanes), Math.ceil(rows / ROWS), batch],
    };
  }
  return {
    source: tiledSource(form),
    workgroups: [...tilesOf(product), batch],
  };
}

const liesInFours = ({ rows, columns, inner, transposeA, transposeB }: Product): boolean =>
  columns % 4 === 0 && inner % 4 === 0 && (!transposeA || (rows % 4 === 0 && !transposeB));

/** [batch, rows, columns, inner, step from one A to the next, from one B to the next, parts of a sum, `rests`] */
export const sizesOf = (
  { batch, rows, columns, inner, batchA, batchB }: Product,
  parts = 1,
  rests = false,
): GPUBuffer =>
  sizeBuffer(
    [
      batch,
      rows,
      columns,
      inner,
      batchA === 1 ? 0 : rows * inner,
      batchB === 1 ? 0 : inner * columns,
      parts,
      rests ? 1 : 0,
    ],
    'storage',
  );

const extraOf = (type: string, { finish, sumsB }: Form, binding: number): string =>
  finish || sumsB
    ? `@group(0) @binding(${binding}) var<storage, ${sumsB ? 'read_write' : 'read'}> extra: array<${type}>;`
    : '';
const finishOf = (type: string, { finish }: Form): string =>
  `fn finish(sum: ${type}, at: u32, column: u32) -> ${type} { ${(finish ?? 'return sum;').replaceAll('T(', `${type}(`)} }`;

/** Bindings, sizes and the hooks of a form. */
const head = (type: string, form: Form): string => `
${factors(type, form)}
${extraOf(type, form, form.picks ? 5 : 4)}
${finishOf(type, form)}`;

/** The same but for what is made of whole sums. */
const factors = (type: string, { prepare, picks, transposeA }: Form): string => `
@group(0) @binding(0) var<storage, read> a: array<${type}>;
@group(0) @binding(1) var<storage, read> b: array<${type}>;
@group(0) @binding(2) var<storage, read_write> result: array<${type}>;
@group(0) @binding(3) var<storage, read> sizes: array<u32>;
${picks ? '@group(0) @binding(4) var<storage, read> picks: array<u32>;' : ''}
/** Where the n-th row of A lies, and whether it counts. */
fn place(n: u32) -> u32 { return ${picks ? 'picks[1u + n]' : 'n'}; }
fn counts(n: u32) -> bool { return ${picks ? 'n < picks[0]' : 'true'}; }
/** Up to where the inner elements of a tile go; @param n its first row */
fn inner_end(n: u32, inner: u32) -> u32 { return ${!picks ? 'inner' : transposeA ? 'picks[0]' : 'select(0u, inner, counts(n))'}; }
var<private> rests: bool;
fn prepare(x: ${type}) -> ${type} { ${(prepare ?? 'return x;').replaceAll('T(', `${type}(`)} }`;

function sharedSource(form: Form, lanes: number): string {
  const { transposeA, transposeB } = form;
  // The vectors of four that hold A's part of a turn, in the order in which lanes take them: by row, or by inner
  // element and then by four rows.
  const vectors = transposeA ? (TURN * ROWS) / 4 : ROWS;
  const ownOf = (i: number): string =>
    vectors % lanes === 0 ? `lane + ${i * lanes}u` : `min(lane + ${i * lanes}u, ${vectors - 1}u)`;
  const ifCounts = (test: string, value: string): string =>
    form.picks ? `select(vec4<f32>(), ${value}, ${test})` : value;
  // Transposed, a lane looks up the place of one inner element of the turn, and hands it to the others.
  const looksUp = transposeA && form.picks;
  const loadA = (i: number): string =>
    transposeA
      ? `    let own${i} = ${ownOf(i)}; let n${i} = own${i} / ${ROWS / 4}u; let place${i} = ${looksUp ? `subgroupShuffle(places, n${i})` : `k + n${i}`};
    let a${i} = prepare(${ifCounts(`k + n${i} < end`, `a[from_a + place${i} * (rows / 4u) + min(first_row / 4u + own${i} % ${ROWS / 4}u, rows / 4u - 1u)]`)});`
      : `    let a${i} = prepare(${ifCounts(`counts${i}`, `a[from_a + row${i} * (inner / 4u) + k / 4u]`)});`;
  const factor = (row: number, q: number): string => {
    const [vector, component] = transposeA ? [(q * ROWS) / 4 + Math.floor(row / 4), row % 4] : [row, q];
    return handed(`a${Math.floor(vector / lanes)}[${component}]`, vector % lanes);
  };
  const columnsOfB = transposeB
    ? `${each(4, (j) => `    let c${j} = b[from_b + (4u * quad + ${j}u) * (inner / 4u) + k / 4u];`)}
${each(TURN, (q) => `    let b${q} = vec4<f32>(c0[${q}], c1[${q}], c2[${q}], c3[${q}]);`)}`
    : each(TURN, (q) => {
        const value = `b[from_b + ${looksUp ? handed('places', q) : `(k + ${q}u)`} * quads + quad]`;
        return `    let b${q} = ${transposeA ? ifCounts(`k + ${q}u < end`, value) : value};`;
      });
  return `${ENABLE_LANES}
${head('vec4<f32>', form)}
@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(subgroup_invocation_id) lane: u32) {
  rests = sizes[7] == 1u;
  let rows = sizes[1];
  let inner = sizes[3];
  let quads = sizes[2] / 4u;
  let from_a = group.z * sizes[4] / 4u;
  let from_b = group.z * sizes[5] / 4u;
  let first_row = group.y * ${ROWS}u;
  let own_quad = group.x * ${lanes}u + lane;
  let quad = min(own_quad, quads - 1u);
${each(ROWS, (i) => `  var sum${i} = vec4<f32>();`)}
${form.sumsB ? '  var sum_b = vec4<f32>();' : ''}
${transposeA ? '' : each(Math.ceil(vectors / lanes), (i) => `  let n${i} = min(first_row + ${ownOf(i)}, rows - 1u); let row${i} = place(n${i}); let counts${i} = counts(n${i});`)}
  let end = inner_end(first_row, inner);
  for (var k = 0u; k < end; k += ${TURN}u) {
${looksUp ? `    let places = place(k + lane % ${TURN}u);` : ''}
${columnsOfB}
${each(Math.ceil(vectors / lanes), loadA)}
${each(ROWS, (i) => each(TURN, (q) => `    sum${i} += ${factor(i, q)} * b${q};`))}
${form.sumsB ? each(TURN, (q) => `    sum_b += b${q};`) : ''}
  }
  if (own_quad >= quads) { return; }
${form.sumsB ? '  if (group.y == 0u) { extra[quad] = sum_b; }' : ''}
  // One store, in a loop: sixteen were three quarters of what llvmpipe compiled (see ../README.md). The loop counts
  // rows: of one that counted places of the array drivers would know the length, and unroll it.
  let sums = array<vec4<f32>, ${ROWS}>(${Array.from({ length: ROWS }, (_, i) => `sum${i}`).join(', ')});
  for (var row = first_row; row < min(first_row + ${ROWS}u, rows); row++) {
    let at = (group.z * rows + ${transposeA ? 'row' : 'place(row)'}) * quads + quad;
    result[at] = finish(sums[row - first_row], at, quad);
  }
}`;
}

/**
 * @param cut whether each sum is cut: `result` has the outputs of each part, as they lie whole, and behind those of a
 * part the sums over B's rows where the form asks for them
 */
function tiledSource(form: Form, cut = false): string {
  const { transposeA, transposeB } = form;
  // Consecutive threads read consecutive addresses of a factor, whichever way it lies.
  const placeA = transposeA
    ? `let r = at % ${TILE}u; let k = at / ${TILE}u;`
    : `let k = at % ${DEPTH}u; let r = at / ${DEPTH}u;`;
  const placeB = transposeB
    ? `let k = at % ${DEPTH}u; let c = at / ${DEPTH}u;`
    : `let c = at % ${TILE}u; let k = at / ${TILE}u;`;
  const indexA = transposeA ? 'place(first + k) * rows + first_row + r' : 'place(first_row + r) * inner + first + k';
  const indexB = transposeB
    ? '(first_column + c) * inner + first + k'
    : `${transposeA ? 'place(first + k)' : '(first + k)'} * columns + first_column + c`;
  return `${cut ? factors('f32', form) : head('f32', form)}
var<workgroup> tile_a: array<array<vec4<f32>, ${APART}>, ${DEPTH}>;
var<workgroup> tile_b: array<array<vec4<f32>, ${APART}>, ${DEPTH}>;
@compute @workgroup_size(${SIDE}, ${SIDE})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  rests = sizes[7] == 1u;
  let rows = sizes[1];
  let columns = sizes[2];
  let inner = sizes[3];
  let first_row = group.y * ${TILE}u;
  let first_column = group.x * ${TILE}u;
  let p = ${cut ? 'group.z / sizes[6]' : 'group.z'};
${each(HELD, (i) => `  var sum${i} = vec4<f32>();`)}
${form.sumsB ? '  var sum_b = vec4<f32>();' : ''}
${
  cut
    ? `  // Of those that count, so that parts have equally many.
  let whole = inner_end(first_row, inner);
  let part = group.z % sizes[6];
  let span = (whole + ${STRETCH}u * sizes[6] - 1u) / (${STRETCH}u * sizes[6]) * ${STRETCH}u;
  let begin = min(part * span, whole);
  let end = min(begin + span, whole);
  let outputs = sizes[0] * rows * columns;
  let from_part = part * (outputs${form.sumsB ? ' + columns' : ''});`
    : `  let begin = 0u;
  let end = inner_end(first_row, inner);`
}
  for (var first = begin; first < end; first += ${DEPTH}u) {
    for (var at = lane; at < ${TILE * DEPTH}u; at += ${SIDE * SIDE}u) {
      ${placeA}
      var value = 0.0;
      if (first_row + r < rows && first + k < end${transposeA ? '' : ' && counts(first_row + r)'}) { value = prepare(a[p * sizes[4] + ${indexA}]); }
      tile_a[k][r / 4u][r % 4u] = value;
    }
    for (var at = lane; at < ${TILE * DEPTH}u; at += ${SIDE * SIDE}u) {
      ${placeB}
      var value = 0.0;
      if (first_column + c < columns && first + k < end) { value = b[p * sizes[5] + ${indexB}]; }
      tile_b[k][c / 4u][c % 4u] = value;
    }
    workgroupBarrier();
    for (var k = 0u; k < ${DEPTH}u; k++) {
      let x = tile_a[k][local.y];
      let y = tile_b[k][local.x];
${each(HELD, (i) => `      sum${i} += x[${i}] * y;`)}
${form.sumsB ? '      sum_b += y;' : ''}
    }
    workgroupBarrier();
  }
  let row = first_row + local.y * ${HELD}u;
  let column = first_column + local.x * ${HELD}u;
  let sums = array<vec4<f32>, ${HELD}>(${Array.from({ length: HELD }, (_, i) => `sum${i}`).join(', ')});
  for (var j = 0u; j < ${HELD}u; j++) {
    if (column + j >= columns) { continue; }
${form.sumsB ? `    if (row == 0u) { ${cut ? 'result[from_part + outputs + column + j]' : 'extra[column + j]'} = sum_b[j]; }` : ''}
    for (var i = 0u; i < ${HELD}u; i++) {
      if (row + i >= rows) { continue; }
      let at = (p * rows + ${transposeA ? 'row + i' : 'place(row + i)'}) * columns + column + j;
      ${cut ? 'result[from_part + at] = sums[i][j];' : 'result[at] = finish(sums[i][j], at, column + j);'}
    }
  }
}`;
}

/** Adds the parts in their order. Binds parts, result, sizes and, where the form has it, extra. */
const combineSource = (form: Form): string => `
@group(0) @binding(0) var<storage, read> parts: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
@group(0) @binding(2) var<storage, read> sizes: array<u32>;
${extraOf('f32', form, 3)}
${finishOf('f32', form)}
${mainSource(`
  let columns = sizes[2];
  let outputs = sizes[0] * sizes[1] * columns;
  let step = outputs${form.sumsB ? ' + columns' : ''};
  if (index >= step) { return; }
  var sum = 0.0;
  for (var part = 0u; part < sizes[6]; part++) { sum += parts[part * step + index]; }
${form.sumsB ? '  if (index >= outputs) { extra[index - outputs] = sum; return; }' : ''}
  result[index] = finish(sum, index, index % columns);`)}`;
