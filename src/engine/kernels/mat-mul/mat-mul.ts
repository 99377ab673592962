/**
 * Replaces tfjs's BatchMatMul on WebGPU, so that every product of a block and of its gradient runs here. tfjs chooses among four programs by
 * shape; one of them adds partial sums atomically (not reproducible), and some are slow on CPU adapters. Here: tiles in workgroup memory for large products, one thread per output for thin ones, sums in a fixed order.
 */
import * as tf from '@tensorflow/tfjs';
import type { TensorInfo } from '@tensorflow/tfjs';
import { WORKGROUP, gridFor, runKernel, webgpuBackend } from '../../run-kernel';
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
  const buffers = [a, b, out, sizesOf(product)];
  const lanes = lanesOf(product);
  if (thin) runKernel('matMul (thin)', thinSource(product, lanes), buffers, gridFor((product.batch * product.rows * product.columns) / lanes));
  else runKernel('matMul', tiledSource(product), buffers, [Math.ceil(product.columns / tileOf()), Math.ceil(product.rows / tileOf()), product.batch]);
  return out;
}

/** [batch, rows, columns] of a shape of rank 2 or more. */
function flat(shape: readonly number[]): [number, number, number] {
  const rows = shape.at(-2) ?? 1;
  const columns = shape.at(-1) ?? 1;
  return [shape.slice(0, -2).reduce((x, y) => x * y, 1), rows, columns];
}

/** What the source depends on; sizes come in a buffer, so that a model's many shapes share a few pipelines: compiling them is what a first step waits for on a CPU adapter. */
type Form = Pick<Product, 'transposeA' | 'transposeB'>;

/** Sizes as the kernels read them, one small buffer per combination and device. */
const sizeBuffers = new WeakMap<GPUDevice, Map<string, GPUBuffer>>();

function sizesOf(product: Product): GPUBuffer {
  const { device } = webgpuBackend();
  let known = sizeBuffers.get(device);
  if (!known) sizeBuffers.set(device, (known = new Map()));
  const { batch, rows, columns, inner, batchA, batchB } = product;
  const values = [batch, rows, columns, inner, batchA === 1 ? 0 : rows * inner, batchB === 1 ? 0 : inner * columns];
  const key = values.join();
  let buffer = known.get(key);
  if (!buffer) {
    buffer = device.createBuffer({ label: `matMul sizes ${key}`, size: values.length * 4, usage: GPUBufferUsage.STORAGE, mappedAtCreation: true });
    new Uint32Array(buffer.getMappedRange()).set(values);
    buffer.unmap();
    known.set(key, buffer);
  }
  return buffer;
}

const indexA = ({ transposeA }: Form, p: string, r: string, k: string): string => `${p} * step_a + ${transposeA ? `${k} * rows + ${r}` : `${r} * inner + ${k}`}`;
const indexB = ({ transposeB }: Form, p: string, k: string, c: string): string => `${p} * step_b + ${transposeB ? `${c} * inner + ${k}` : `${k} * columns + ${c}`}`;

const bindings = (type: string): string => `
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<${type}>;
@group(0) @binding(2) var<storage, read_write> result: array<${type}>;
@group(0) @binding(3) var<storage, read> sizes: array<u32>;`;

/** @param lanes columns one index of the right factor and of the result stands for */
const readSizes = (lanes: number): string => `
  let rows = sizes[1];
  let columns = sizes[2] / ${lanes}u;
  let inner = sizes[3];
  let step_a = sizes[4];
  let step_b = sizes[5] / ${lanes}u;`;

/** Outputs one thread of a thin product forms: four neighbours where they lie together in the right factor. */
const lanesOf = ({ columns, transposeB }: Product): 1 | 4 => (columns % 4 === 0 && !transposeB ? 4 : 1);

const thinSource = (form: Form, lanes: 1 | 4): string => {
  const type = lanes === 4 ? 'vec4<f32>' : 'f32';
  return `${bindings(type)}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let index = (group.y * groups.x + group.x) * ${WORKGROUP}u + local;
  ${readSizes(lanes)}
  if (index >= sizes[0] * rows * columns) { return; }
  let c = index % columns;
  let r = (index / columns) % rows;
  let p = index / (rows * columns);
  var sum = ${type}();
  for (var k = 0u; k < inner; k++) { sum += a[${indexA(form, 'p', 'r', 'k')}] * b[${indexB(form, 'p', 'k', 'c')}]; }
  result[index] = sum;
}`;
};

/** WGSL for each i below `count`. */
const each = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => line(i)).join('\n');

const tiledSource = (form: Form): string => {
  const quads = held / 4;
  const tile = tileOf();
  // Consecutive threads read consecutive addresses of a factor, whichever way it lies.
  const placeA = form.transposeA ? `let r = at % ${tile}u; let k = at / ${tile}u;` : `let k = at % ${DEPTH}u; let r = at / ${DEPTH}u;`;
  const placeB = form.transposeB ? `let k = at % ${DEPTH}u; let c = at / ${DEPTH}u;` : `let c = at % ${tile}u; let k = at / ${tile}u;`;
  return `${bindings('f32')}
var<workgroup> tile_a: array<array<vec4<f32>, ${tile / 4}>, ${DEPTH}>;
var<workgroup> tile_b: array<array<vec4<f32>, ${tile / 4}>, ${DEPTH}>;
@compute @workgroup_size(${SIDE}, ${SIDE})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  ${readSizes(1)}
  let first_row = group.y * ${tile}u;
  let first_column = group.x * ${tile}u;
${each(held, (i) => each(quads, (q) => `  var sum${i}_${q} = vec4<f32>();`))}
  for (var first = 0u; first < inner; first += ${DEPTH}u) {
    for (var at = lane; at < ${tile * DEPTH}u; at += ${SIDE * SIDE}u) {
      ${placeA}
      var value = 0.0;
      if (first_row + r < rows && first + k < inner) { value = a[${indexA(form, 'group.z', '(first_row + r)', '(first + k)')}]; }
      tile_a[k][r / 4u][r % 4u] = value;
    }
    for (var at = lane; at < ${tile * DEPTH}u; at += ${SIDE * SIDE}u) {
      ${placeB}
      var value = 0.0;
      if (first_column + c < columns && first + k < inner) { value = b[${indexB(form, 'group.z', '(first + k)', '(first_column + c)')}]; }
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
      if (row + i < rows && column + j < columns) { result[(group.z * rows + row + i) * columns + column + j] = sums[i * ${quads}u + j / 4u][j % 4u]; }
    }
  }
}`;
};
