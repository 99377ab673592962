/**
 * Label-aware attention (MIND: Li et al., CIKM 2019, section 4.3): of several vectors of a row, those that suit its
 * item. The paper raises inner products to a power; a power takes the most negative for the best where it is even, and
 * has no meaning in WGSL where its base is negative. Here they are multiplied by a sharpness, whose limit is the same
 * hard choice.
 */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, hostArray, mainOver, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor, Tensor2D, Tensor3D } from '../../tf';
import { innerOf, lanesOf, opaqueBy, typeOf } from '../../wgsl';

export interface LabelAttention {
  /** [R, K, D] */
  vectors: Tensor3D;
  /** [R, K], above 0 = takes part; the first of a row always does. Not differentiated. */
  active: Tensor2D;
  /** [R, D] */
  label: Tensor2D;
  /** p of softmax(p <v_k, label>); Infinity: the best alone, the first of several. */
  sharpness: number;
}

/** [R, D]: sum_k a_k v_k. One dispatch, and one for the gradient of each input. */
export function labelAttention(given: LabelAttention): Tensor2D {
  const { vectors, label } = given;
  if (!onGpu()) return composed(given);
  const [rows, capsules, width] = vectors.shape;
  const sizes: Sizes = { rows, capsules, width, sharpness: given.sharpness };
  return differentiable<Tensor2D>(
    { vectors, label },
    (save) => {
      const out = emptyTensor<Tensor2D>([rows, width]);
      const shares = sharesOf(given);
      runKernel('label attention', sumSource(sizes), [vectors, shares, out], gridFor((rows * width) / lanesOf(width)));
      save(vectors, label, shares);
      return out;
    },
    (dy, saved) => {
      const [v, item, shares] = saved as [Tensor, Tensor, Tensor];
      const gradient = (name: 'vectors' | 'label', of: Tensor): Tensor => {
        const out = emptyTensor(of.shape);
        runKernel(
          `label attention gradient of the ${name}`,
          gradientSource(sizes, name),
          [v, shares, out, item, dy],
          gridFor(rows),
        );
        return out;
      };
      return { vectors: () => gradient('vectors', v), label: () => gradient('label', item) };
    },
  );
}

/** [R, K] the a_k, without a gradient of their own. */
export function labelShares(given: LabelAttention): Tensor2D {
  return onGpu() ? sharesOf(given) : composedShares(given);
}

function sharesOf({ vectors, active, label, sharpness }: LabelAttention): Tensor2D {
  const [rows, capsules, width] = vectors.shape;
  const shares = emptyTensor<Tensor2D>([rows, capsules]);
  runKernel(
    'label attention shares',
    sharesSource({ rows, capsules, width, sharpness }),
    [vectors, active, shares, label],
    gridFor(rows),
  );
  return shares;
}

interface Sizes {
  rows: number;
  capsules: number;
  width: number;
  sharpness: number;
}

/** Logit of a vector that takes no part. */
const LEFT_OUT = -1e30;

function composedShares({ vectors, active, label, sharpness }: LabelAttention): Tensor2D {
  const [rows, capsules] = active.shape;
  const products = tf.reshape(tf.matMul(vectors, tf.expandDims(label, 2)), [rows, capsules]) as Tensor2D;
  const isActive = hostArray(active).map((x, at) => (x > 0 || at % capsules === 0 ? 1 : 0));
  if (Number.isFinite(sharpness))
    return tf.softmax(
      tf.add(
        tf.mul(products, sharpness),
        tf.tensor2d(
          isActive.map((x) => (1 - x) * LEFT_OUT),
          [rows, capsules],
        ),
      ),
    );
  const shares = new Float32Array(rows * capsules);
  for (let row = 0; row < rows; row++) {
    const own = Array.from(hostArray(products).subarray(row * capsules, (row + 1) * capsules), (x, k) =>
      isActive[row * capsules + k] ? x : LEFT_OUT,
    );
    shares[row * capsules + own.indexOf(Math.max(...own))] = 1;
  }
  return tf.tensor2d(shares, [rows, capsules]);
}

function composed(given: LabelAttention): Tensor2D {
  const [rows, capsules, width] = given.vectors.shape;
  return tf.reshape(tf.matMul(tf.reshape(composedShares(given), [rows, 1, capsules]), given.vectors), [rows, width]);
}

/** WGSL: a thread takes a row. */
const sharesSource = ({ rows, capsules, width, sharpness }: Sizes): string => `
@group(0) @binding(0) var<storage, read> vectors: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read> activity: array<f32>;
@group(0) @binding(2) var<storage, read_write> shares: array<f32>;
@group(0) @binding(3) var<storage, read> label: array<${typeOf(width)}>;
${opaqueBy('label')}
${mainOver(
  rows,
  `
  let across = opaque(${width / lanesOf(width)}u);
  let first = index * ${capsules}u;
  var largest = ${LEFT_OUT};
  var best = 0u;
  for (var k = 0u; k < ${capsules}u; k++) {
    var product = 0.0;
    for (var c = 0u; c < across; c++) { product += ${innerOf(width, 'vectors[(first + k) * across + c]', 'label[index * across + c]')}; }
    ${Number.isFinite(sharpness) ? `product *= ${sharpness};` : ''}
    if (k > 0u && !(activity[first + k] > 0.0)) { product = ${LEFT_OUT}; }
    shares[first + k] = product;
    if (k == 0u || product > largest) { largest = product; best = k; }
  }
  ${
    Number.isFinite(sharpness)
      ? `
  var total = 0.0;
  for (var k = 0u; k < ${capsules}u; k++) {
    let share = exp(shares[first + k] - largest);
    shares[first + k] = share;
    total += share;
  }
  for (var k = 0u; k < ${capsules}u; k++) { shares[first + k] /= total; }`
      : `
  for (var k = 0u; k < ${capsules}u; k++) { shares[first + k] = select(0.0, 1.0, k == best); }`
  }`,
)}`;

const sumSource = ({ rows, capsules, width }: Sizes): string => {
  const across = width / lanesOf(width);
  return `
@group(0) @binding(0) var<storage, read> vectors: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read> shares: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<${typeOf(width)}>;
${mainOver(
  rows * across,
  `
  let first = index / ${across}u * ${capsules}u;
  var sum = ${typeOf(width)}();
  for (var k = 0u; k < ${capsules}u; k++) { sum += shares[first + k] * vectors[(first + k) * ${across}u + index % ${across}u]; }
  result[index] = sum;`,
)}`;
};

/**
 * With s_k = p a_k (<dy, v_k> - sum_j a_j <dy, v_j>), the slope of <v_k, label>: dv_k = a_k dy + s_k label, dlabel =
 * sum_k s_k v_k. A hard choice has no s.
 */
function gradientSource({ rows, capsules, width, sharpness }: Sizes, of: 'vectors' | 'label'): string {
  const type = typeOf(width);
  const slope = Number.isFinite(sharpness) ? `${sharpness} * shares[first + k] * (along - mean)` : '0.0';
  return `
@group(0) @binding(0) var<storage, read> vectors: array<${type}>;
@group(0) @binding(1) var<storage, read> shares: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<${type}>;
@group(0) @binding(3) var<storage, read> label: array<${type}>;
@group(0) @binding(4) var<storage, read> dy: array<${type}>;
${opaqueBy('label')}
${mainOver(
  rows,
  `
  let across = opaque(${width / lanesOf(width)}u);
  let first = index * ${capsules}u;
  let own = index * across;
  var mean = 0.0;
  for (var k = 0u; k < ${capsules}u; k++) {
    for (var c = 0u; c < across; c++) { mean += shares[first + k] * ${innerOf(width, 'dy[own + c]', 'vectors[(first + k) * across + c]')}; }
  }
  ${of === 'label' ? `for (var c = 0u; c < across; c++) { result[own + c] = ${type}(); }` : ''}
  for (var k = 0u; k < ${capsules}u; k++) {
    let from_k = (first + k) * across;
    var along = 0.0;
    for (var c = 0u; c < across; c++) { along += ${innerOf(width, 'dy[own + c]', 'vectors[from_k + c]')}; }
    let slope = ${slope};
    for (var c = 0u; c < across; c++) { ${of === 'label' ? 'result[own + c] += slope * vectors[from_k + c];' : 'result[from_k + c] = shares[first + k] * dy[own + c] + slope * label[own + c];'} }
  }`,
)}`;
}
