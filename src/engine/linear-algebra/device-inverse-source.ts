/**
 * WGSL of the inverse of a symmetric positive definite matrix: of each step, a block of 32 rows and columns is factored
 * (`FACTOR`), the block column beside it is solved by that factor (`PANEL`), and all tiles are updated (`UPDATE`).
 *
 * The matrix is [size x size], row by row, `size` a multiple of TILE; blocks on and below the diagonal are read and
 * written, those above hold nothing.
 */
import { each } from '../wgsl';

/** Rows and columns of a block that is factored at once. */
export const BLOCK = 32;
/** Rows and columns of a tile that a workgroup updates: SIDE x SIDE threads hold HELD x HELD numbers each. */
export const TILE = 64;
const SIDE = 16;
const HELD = TILE / SIDE;
/** Columns of a panel that pass through workgroup memory at once. */
const DEPTH = 16;
/** Threads of a workgroup that solves a block of the panel, BLOCK / SIDE rows by BLOCK / SIDE columns each. */
const EACH = BLOCK / SIDE;
/** A row in workgroup memory is one longer: a column lies in banks of its own. */
const STRIDE = BLOCK + 1;

/** `step.block` is the block that is factored. */
const STEP = `
struct Step { block: u32, size: u32 }
@group(0) @binding(0) var<uniform> step: Step;`;

/**
 * D = L Lᵀ of the diagonal block by one workgroup, a thread for each row; W = L⁻¹ goes to `inverse`, -D⁻¹ = -Wᵀ W to
 * the place of D. `failed` becomes 1 + the first row whose pivot is not positive.
 */
export const FACTOR = `${STEP}
@group(0) @binding(1) var<storage, read_write> matrix: array<f32>;
@group(0) @binding(2) var<storage, read_write> inverse: array<f32>;
@group(0) @binding(3) var<storage, read_write> failed: array<u32>;
var<workgroup> factor: array<f32, ${BLOCK * STRIDE}>;
var<workgroup> solved: array<f32, ${BLOCK * STRIDE}>;
var<workgroup> scale: f32;
@compute @workgroup_size(${BLOCK})
fn main(@builtin(local_invocation_index) row: u32) {
  let first = step.block * ${BLOCK}u;
  let own = (first + row) * step.size + first;
  for (var k = 0u; k <= row; k++) { factor[row * ${STRIDE}u + k] = matrix[own + k]; }
  for (var j = 0u; j < ${BLOCK}u; j++) {
    workgroupBarrier();
    var sum = 0.0;
    if (row >= j) {
      sum = factor[row * ${STRIDE}u + j];
      for (var k = 0u; k < j; k++) { sum -= factor[row * ${STRIDE}u + k] * factor[j * ${STRIDE}u + k]; }
    }
    if (row == j) {
      let positive = sum > 0.0;
      if (!positive && failed[0] == 0u) { failed[0] = first + j + 1u; }
      // 1 / L[j, j], a step of Newton nearer than what an adapter takes for it.
      let near = inverseSqrt(sum);
      scale = select(0.0, near + 0.5 * near * (1.0 - sum * near * near), positive);
    }
    workgroupBarrier();
    if (row > j) { factor[row * ${STRIDE}u + j] = sum * scale; }
    if (row == j) { factor[row * ${STRIDE}u + j] = scale; }
  }
  workgroupBarrier();
  // A thread for each column of W.
  let column = row;
  for (var i = 0u; i < ${BLOCK}u; i++) {
    var sum = select(0.0, 1.0, i == column);
    for (var k = column; k < i; k++) { sum -= factor[i * ${STRIDE}u + k] * solved[k * ${STRIDE}u + column]; }
    let value = select(0.0, sum * factor[i * ${STRIDE}u + i], i >= column);
    solved[i * ${STRIDE}u + column] = value;
    inverse[i * ${BLOCK}u + column] = value;
  }
  workgroupBarrier();
  for (var j = 0u; j <= row; j++) {
    var sum = 0.0;
    for (var k = row; k < ${BLOCK}u; k++) { sum += solved[k * ${STRIDE}u + row] * solved[k * ${STRIDE}u + j]; }
    matrix[own + j] = -sum;
  }
}`;

/**
 * T = C L⁻ᵀ of a block C of the factored block's column, a workgroup for each; C D⁻¹ = T W goes to the place of C, T to
 * `panel`, [BLOCK x size]. C lies on its side where its row comes before the factored one. The factored block itself
 * has 0 in the panel, so that the update leaves what is in its row and column.
 */
export const PANEL = `${STEP}
@group(0) @binding(1) var<storage, read_write> matrix: array<f32>;
@group(0) @binding(2) var<storage, read> inverse: array<f32>;
@group(0) @binding(3) var<storage, read_write> panel: array<f32>;
var<workgroup> given: array<f32, ${BLOCK * STRIDE}>;
var<workgroup> factor: array<f32, ${BLOCK * STRIDE}>;
var<workgroup> solved: array<f32, ${BLOCK * STRIDE}>;
@compute @workgroup_size(${SIDE}, ${SIDE})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let size = step.size;
  let block = group.x;
  let lies = block < step.block;
  let corner = select(block * ${BLOCK}u * size + step.block * ${BLOCK}u, step.block * ${BLOCK}u * size + block * ${BLOCK}u, lies);
  if (block == step.block) {
    for (var i = 0u; i < ${EACH}u; i++) { for (var j = 0u; j < ${EACH}u; j++) {
      panel[(local.y + i * ${SIDE}u) * size + block * ${BLOCK}u + local.x + j * ${SIDE}u] = 0.0;
    } }
    return;
  }
  for (var i = 0u; i < ${EACH}u; i++) { for (var j = 0u; j < ${EACH}u; j++) {
    let y = local.y + i * ${SIDE}u;
    let x = local.x + j * ${SIDE}u;
    given[select(y * ${STRIDE}u + x, x * ${STRIDE}u + y, lies)] = matrix[corner + y * size + x];
    factor[y * ${STRIDE}u + x] = inverse[y * ${BLOCK}u + x];
  } }
  workgroupBarrier();
  for (var i = 0u; i < ${EACH}u; i++) { for (var j = 0u; j < ${EACH}u; j++) {
    // Consecutive threads write consecutive rows of a column.
    let column = local.y + i * ${SIDE}u;
    let row = local.x + j * ${SIDE}u;
    var sum = 0.0;
    for (var k = 0u; k <= column; k++) { sum += given[row * ${STRIDE}u + k] * factor[column * ${STRIDE}u + k]; }
    solved[row * ${STRIDE}u + column] = sum;
    panel[column * size + block * ${BLOCK}u + row] = sum;
  } }
  workgroupBarrier();
  for (var i = 0u; i < ${EACH}u; i++) { for (var j = 0u; j < ${EACH}u; j++) {
    let y = local.y + i * ${SIDE}u;
    let x = local.x + j * ${SIDE}u;
    let row = select(y, x, lies);
    let column = select(x, y, lies);
    var sum = 0.0;
    for (var k = column; k < ${BLOCK}u; k++) { sum += solved[row * ${STRIDE}u + k] * factor[k * ${STRIDE}u + column]; }
    matrix[corner + y * size + x] = sum;
  } }
}`;

/** M[i, j] -= T[i] T[j]ᵀ for the tiles on and below the diagonal, a workgroup for each. */
export const UPDATE = `${STEP}
@group(0) @binding(1) var<storage, read_write> matrix: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> panel: array<vec4<f32>>;
var<workgroup> left: array<array<vec4<f32>, ${SIDE}>, ${DEPTH}>;
var<workgroup> right: array<array<vec4<f32>, ${SIDE}>, ${DEPTH}>;
@compute @workgroup_size(${SIDE}, ${SIDE})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  if (group.x > group.y) { return; }
  let quads = step.size / 4u;
${each(HELD, (i) => `  var sum${i} = vec4<f32>();`)}
  for (var first = 0u; first < ${BLOCK}u; first += ${DEPTH}u) {
    let from_panel = (first + local.y) * quads + local.x;
    left[local.y][local.x] = panel[from_panel + group.y * ${SIDE}u];
    right[local.y][local.x] = panel[from_panel + group.x * ${SIDE}u];
    workgroupBarrier();
    for (var k = 0u; k < ${DEPTH}u; k++) {
      let x = left[k][local.y];
      let y = right[k][local.x];
${each(HELD, (i) => `      sum${i} += x[${i}] * y;`)}
    }
    workgroupBarrier();
  }
  let at = (group.y * ${TILE}u + local.y * ${HELD}u) * quads + group.x * ${SIDE}u + local.x;
${each(HELD, (i) => `  matrix[at + ${i}u * quads] -= sum${i};`)}
}`;
