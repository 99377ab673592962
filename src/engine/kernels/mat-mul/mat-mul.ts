/**
 * Replaces tfjs's BatchMatMul on WebGPU, so that every product of a block and of its gradient runs here. tfjs chooses among four programs by
 * shape; one of them adds partial sums atomically (not reproducible), and several are slow on CPU adapters (a [256, 256] x [256, 64]
 * product took 17 ms on lavapipe). Here: tiles in workgroup memory for large products, one thread per output for thin ones, sums in a fixed order.
 */
import * as tf from '@tensorflow/tfjs';
import type { TensorInfo } from '@tensorflow/tfjs';
import { gridFor, mainOver, runKernel, webgpuBackend } from '../../run-kernel';
import type { Product } from './reference';

/** A workgroup of SIDE x SIDE threads forms a tile of outputs, `held` x `held` each, over DEPTH inner elements at a time. */
const SIDE = 8;
const DEPTH = 16;
/**
 * 4 for a GPU. 8 for a CPU adapter, where every lane's load is a scalar load and a thread that holds more outputs loads less for each.
 * The sum of an output runs in the same order either way, so the results are equal to the bit.
 */
let held: 4 | 8 = 4;
const tileOf = (): number => SIDE * held;

/** Below this many rows, columns or inner elements a tile would mostly be padding. */
const THIN = 8;

/** Hands tfjs this kernel; call after the backend is set. */
export function installMatMul(outputsHeld: 4 | 8): void {
  held = outputsHeld;
  if (tf.getKernel('BatchMatMul', 'webgpu')) tf.unregisterKernel('BatchMatMul', 'webgpu');
  tf.registerKernel({
    kernelName: 'BatchMatMul',
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs }) => {
      const { a, b } = inputs as { a: TensorInfo; b: TensorInfo };
      const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean };
      return matMulInfo(a, b, transposeA, transposeB);
    },
  });
}

function matMulInfo(a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean): TensorInfo {
  const [batchA, rowsA, columnsA] = flat(a.shape);
  const [batchB, rowsB, columnsB] = flat(b.shape);
  const product: Product = {
    batch: Math.max(batchA, batchB), batchA, batchB, transposeA, transposeB,
    rows: transposeA ? columnsA : rowsA, inner: transposeA ? rowsA : columnsA, columns: transposeB ? rowsB : columnsB,
  };
  if ((transposeB ? columnsB : rowsB) !== product.inner || (batchA !== batchB && batchA !== 1 && batchB !== 1)) {
    throw new Error(`matMul: [${a.shape}]${transposeA ? 'ᵀ' : ''} and [${b.shape}]${transposeB ? 'ᵀ' : ''} do not fit`);
  }
  const outer = a.shape.length >= b.shape.length ? a.shape : b.shape;
  const shape = [...outer.slice(0, -2), product.rows, product.columns];
  const backend = webgpuBackend();
  const out = backend.makeTensorInfo(shape, 'float32');
  backend.uploadToGPU(out.dataId);
  const thin = Math.min(product.rows, product.columns, product.inner) < THIN;
  if (thin) runKernel(`matMul ${out.shape} (thin)`, thinSource(product), [a, b, out], gridFor((product.batch * product.rows * product.columns) / lanesOf(product)));
  else runKernel(`matMul ${out.shape}`, tiledSource(product), [a, b, out], [Math.ceil(product.columns / tileOf()), Math.ceil(product.rows / tileOf()), product.batch]);
  return out;
}

/** [batch, rows, columns] of a shape of rank 2 or more. */
function flat(shape: readonly number[]): [number, number, number] {
  const rows = shape.at(-2) ?? 1;
  const columns = shape.at(-1) ?? 1;
  return [shape.slice(0, -2).reduce((x, y) => x * y, 1), rows, columns];
}

const indexA = ({ rows, inner, transposeA, batchA }: Product, p: string, r: string, k: string): string =>
  `${batchA === 1 ? '' : `${p} * ${rows * inner}u + `}${transposeA ? `${k} * ${rows}u + ${r}` : `${r} * ${inner}u + ${k}`}`;
const indexB = ({ columns, inner, transposeB, batchB }: Product, p: string, k: string, c: string): string =>
  `${batchB === 1 ? '' : `${p} * ${columns * inner}u + `}${transposeB ? `${c} * ${inner}u + ${k}` : `${k} * ${columns}u + ${c}`}`;

const BINDINGS = `
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;`;

/** Outputs one thread of a thin product forms: four neighbours where they lie together in the right factor. */
const lanesOf = ({ columns, transposeB }: Product): 1 | 4 => (columns % 4 === 0 && !transposeB ? 4 : 1);

const thinSource = (product: Product): string => {
  const { batch, rows, columns, inner } = product;
  const lanes = lanesOf(product);
  const type = lanes === 4 ? 'vec4<f32>' : 'f32';
  const wide = { ...product, columns: columns / lanes };
  return `
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<${type}>;
@group(0) @binding(2) var<storage, read_write> result: array<${type}>;
${mainOver((batch * rows * columns) / lanes, `
  let c = index % ${wide.columns}u;
  let r = (index / ${wide.columns}u) % ${rows}u;
  let p = index / ${rows * wide.columns}u;
  var sum = ${type}();
  for (var k = 0u; k < ${inner}u; k++) { sum += a[${indexA(product, 'p', 'r', 'k')}] * b[${indexB(wide, 'p', 'k', 'c')}]; }
  result[index] = sum;`)}`;
};

/** WGSL for each i below `count`. */
const each = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => line(i)).join('\n');

const tiledSource = (product: Product): string => {
  const { rows, columns, inner } = product;
  const quads = held / 4;
  const tile = tileOf();
  // Consecutive threads read consecutive addresses of a factor, whichever way it lies.
  const placeA = product.transposeA ? `let r = at % ${tile}u; let k = at / ${tile}u;` : `let k = at % ${DEPTH}u; let r = at / ${DEPTH}u;`;
  const placeB = product.transposeB ? `let k = at % ${DEPTH}u; let c = at / ${DEPTH}u;` : `let c = at % ${tile}u; let k = at / ${tile}u;`;
  return `${BINDINGS}
var<workgroup> tile_a: array<array<vec4<f32>, ${tile / 4}>, ${DEPTH}>;
var<workgroup> tile_b: array<array<vec4<f32>, ${tile / 4}>, ${DEPTH}>;
@compute @workgroup_size(${SIDE}, ${SIDE})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let first_row = group.y * ${tile}u;
  let first_column = group.x * ${tile}u;
${each(held, (i) => each(quads, (q) => `  var sum${i}_${q} = vec4<f32>();`))}
  for (var first = 0u; first < ${inner}u; first += ${DEPTH}u) {
    for (var at = lane; at < ${tile * DEPTH}u; at += ${SIDE * SIDE}u) {
      ${placeA}
      var value = 0.0;
      if (first_row + r < ${rows}u && first + k < ${inner}u) { value = a[${indexA(product, 'group.z', '(first_row + r)', '(first + k)')}]; }
      tile_a[k][r / 4u][r % 4u] = value;
    }
    for (var at = lane; at < ${tile * DEPTH}u; at += ${SIDE * SIDE}u) {
      ${placeB}
      var value = 0.0;
      if (first_column + c < ${columns}u && first + k < ${inner}u) { value = b[${indexB(product, 'group.z', '(first + k)', '(first_column + c)')}]; }
      tile_b[k][c / 4u][c % 4u] = value;
    }
    workgroupBarrier();
    for (var k = 0u; k < ${DEPTH}u; k++) {
${each(quads, (q) => `      let x${q} = tile_a[k][local.y * ${quads}u + ${q}u];\n      let y${q} = tile_b[k][local.x * ${quads}u + ${q}u];`)}
${each(held, (i) => each(quads, (q) => `      sum${i}_${q} += x${Math.floor(i / 4)}[${i % 4}] * y${q};`))}
    }
    workgroupBarrier();
  }
  let row = first_row + local.y * ${held}u;
  let column = first_column + local.x * ${held}u;
  var sums = array<vec4<f32>, ${held * quads}>(${Array.from({ length: held * quads }, (_, n) => `sum${Math.floor(n / quads)}_${n % quads}`).join(', ')});
  for (var i = 0u; i < ${held}u; i++) {
    for (var j = 0u; j < ${held}u; j++) {
      if (row + i < ${rows}u && column + j < ${columns}u) { result[(group.z * ${rows}u + row + i) * ${columns}u + column + j] = sums[i * ${quads}u + j / 4u][j % 4u]; }
    }
  }
}`;
};
