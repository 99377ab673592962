/**
 * Replaces tfjs's BatchMatMul on WebGPU, so that every product of a block and of its gradient runs here. tfjs chooses
 * among four programs by shape; one of them adds partial sums atomically (not reproducible), and some are slow on CPU
 * adapters. Here: the forms of `product.ts` for large products, one thread per output for thin ones, sums in a fixed
 * order.
 */
import { gridFor, mainSource, runKernel, webgpuBackend } from '../../run-kernel';
import * as tf from '../../tf';
import type { TensorInfo } from '../../tf';
import { partsOf, runProduct, sizesOf, type Form } from './product';
import type { Product } from './reference';
import { productOf } from './shapes';

/** Below this many rows, columns or inner elements a tile would mostly be padding. */
const THIN = 8;

/** Hands tfjs this kernel; call after the backend is set. */
export function installMatMul(): void {
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
  const { product, shape } = productOf(a.shape, b.shape, transposeA, transposeB);
  const backend = webgpuBackend();
  const out = backend.makeTensorInfo(shape, 'float32');
  backend.uploadToGPU(out.dataId);
  // A thin product whose sums are long and few has no threads to be quick with: its parts have.
  if (Math.min(product.rows, product.columns, product.inner) < THIN && partsOf(product) === 1) {
    const lanes = lanesOf(product);
    runKernel(
      'product (thin)',
      thinSource(product, lanes),
      [a, b, out, sizesOf(product)],
      gridFor((product.batch * product.rows * product.columns) / lanes),
    );
  } else {
    runProduct('product', product, { transposeA, transposeB }, { a, b, result: out, picks: null, extra: null });
  }
  return out;
}

/** Outputs one thread of a thin product forms: four neighbours, where the rows of the result can be cut so. */
const lanesOf = ({ columns }: Product): 1 | 4 => (columns % 4 === 0 ? 4 : 1);

const thinSource = ({ transposeA, transposeB }: Form, lanes: 1 | 4): string => {
  const type = lanes === 4 ? 'vec4<f32>' : 'f32';
  // Neighbours lie together in the right factor, or a row apart where it is transposed.
  const typeOfB = transposeB ? 'f32' : type;
  const apart = Array.from({ length: lanes }, (_, j) => `b[from_b + (${lanes}u * c + ${j}u) * inner + k]`).join(', ');
  return `
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<${typeOfB}>;
@group(0) @binding(2) var<storage, read_write> result: array<${type}>;
@group(0) @binding(3) var<storage, read> sizes: array<u32>;
${mainSource(`
  let rows = sizes[1];
  let columns = sizes[2] / ${lanes}u;
  let inner = sizes[3];
  if (index >= sizes[0] * rows * columns) { return; }
  let c = index % columns;
  let r = (index / columns) % rows;
  let p = index / (rows * columns);
  let from_a = p * sizes[4];
  let from_b = p * sizes[5]${transposeB ? '' : ` / ${lanes}u`};
  var sum = ${type}();
  for (var k = 0u; k < inner; k++) {
    sum += a[from_a + ${transposeA ? 'k * rows + r' : 'r * inner + k'}] * ${transposeB ? `${type}(${apart})` : 'b[from_b + k * columns + c]'};
  }
  result[index] = sum;`)}`;
};
