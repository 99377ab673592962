/** How far rows are from others that stand still: two dispatches, and one for the gradient. */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainOver, onGpu, runKernel, WORKGROUP } from '../../run-kernel';
import * as tf from '../../tf';
import type { Scalar, Tensor1D, Tensor2D } from '../../tf';
import { innerOf, lanesOf, typeOf } from '../../wgsl';

/**
 * sum_i w_i |a_i - b_i|^2 / sum_i w_i, 0 where all w_i are 0, of which a alone has a gradient.
 * @param a, b [R, D]; @param weight [R]
 */
export function meanDistance(a: Tensor2D, b: Tensor2D, weight: Tensor1D): Scalar {
  if (!onGpu()) {
    const sum = tf.sum(tf.mul(weight, tf.sum(tf.square(tf.sub(a, b)), 1)));
    return tf.div(sum, tf.maximum(tf.sum(weight), 1e-30));
  }
  const [rows, width] = a.shape;
  return differentiable<Scalar>(
    { a },
    (save) => {
      const distances = emptyTensor([rows]);
      runKernel('row distances', distanceSource(rows, width), [a, b, distances], gridFor(rows));
      const [mean, total] = [emptyTensor<Scalar>([]), emptyTensor([])];
      runKernel('mean distance', meanSource(rows), [distances, weight, mean, total], [1, 1, 1]);
      distances.dispose();
      save(a, b, weight, total);
      return mean;
    },
    (dy, saved) => ({
      a: () => {
        const slopes = emptyTensor(a.shape);
        const threads = a.size / lanesOf(width);
        runKernel('mean distance gradient', gradientSource(threads, width), [slopes, dy, ...saved], gridFor(threads));
        return slopes;
      },
    }),
  );
}

const distanceSource = (rows: number, width: number): string => {
  const across = width / lanesOf(width);
  return `
@group(0) @binding(0) var<storage, read> a: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read> b: array<${typeOf(width)}>;
@group(0) @binding(2) var<storage, read_write> distances: array<f32>;
${mainOver(
  rows,
  `
  var sum = 0.0;
  for (var i = index * ${across}u; i < (index + 1u) * ${across}u; i++) {
    let apart = a[i] - b[i];
    sum += ${innerOf(width, 'apart', 'apart')};
  }
  distances[index] = sum;`,
)}`;
};

/** One workgroup: each lane adds up the rows that are its own, the first the lanes, always in the same order. */
const meanSource = (rows: number): string => `
@group(0) @binding(0) var<storage, read> distances: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read_write> mean: array<f32>;
@group(0) @binding(3) var<storage, read_write> total: array<f32>;
var<workgroup> sums: array<vec2<f32>, ${WORKGROUP}>;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32) {
  var own = vec2<f32>();
  for (var row = local; row < ${rows}u; row += ${WORKGROUP}u) { own += weight[row] * vec2<f32>(distances[row], 1.0); }
  sums[local] = own;
  workgroupBarrier();
  if (local > 0u) { return; }
  for (var lane = 1u; lane < ${WORKGROUP}u; lane++) { own += sums[lane]; }
  total[0] = max(own.y, 1e-30);
  mean[0] = own.x / total[0];
}`;

const gradientSource = (threads: number, width: number): string => `
@group(0) @binding(0) var<storage, read_write> slopes: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> a: array<${typeOf(width)}>;
@group(0) @binding(3) var<storage, read> b: array<${typeOf(width)}>;
@group(0) @binding(4) var<storage, read> weight: array<f32>;
@group(0) @binding(5) var<storage, read> total: array<f32>;
${mainOver(threads, `  slopes[index] = 2.0 * dy[0] * weight[index / ${width / lanesOf(width)}u] / total[0] * (a[index] - b[index]);`)}`;
