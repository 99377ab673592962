/** The hinge of scores against the first of their row: one dispatch, and one for the gradient. */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainOver, onGpu, runKernel, WORKGROUP } from '../../run-kernel';
import * as tf from '../../tf';
import type { Scalar, Tensor1D, Tensor2D } from '../../tf';

export interface HingeForm {
  /** Factor of the difference of two scores, 1 or 2. */
  scale: number;
  margin: number;
  /** Over the pairs. */
  reduction: 'mean' | 'sum';
}

/** Below this no pair has weight: a mean is 0 then. */
const NO_WEIGHT = 1e-30;

/**
 * sum_rn w_r there_rn max(0, scale (s_r,n+1 - s_r0) + margin), divided by sum_rn w_r there_rn where it is a mean.
 * @param scores [R, 1 + N] that of the row's own item, then those of others; @param there [R, N] 1 = the other one
 * counts; @param weight [R]
 */
export function hinge(scores: Tensor2D, there: Tensor2D, weight: Tensor1D, form: HingeForm): Scalar {
  if (!onGpu()) return plain(scores, there, weight, form);
  const [rows, others] = there.shape;
  return differentiable<Scalar>(
    { scores },
    (save) => {
      const [loss, total] = [emptyTensor<Scalar>([]), emptyTensor([])];
      runKernel('hinge', lossSource(rows, others, form), [scores, there, weight, loss, total], [1, 1, 1]);
      save(scores, there, weight, total);
      return loss;
    },
    (dy, saved) => ({
      scores: () => {
        const slopes = emptyTensor(scores.shape);
        runKernel('hinge gradient', gradientSource(rows, others, form), [slopes, dy, ...saved], gridFor(rows));
        return slopes;
      },
    }),
  );
}

function plain(scores: Tensor2D, there: Tensor2D, weight: Tensor1D, { scale, margin, reduction }: HingeForm): Scalar {
  const counts = tf.mul(there, tf.expandDims(weight, 1));
  const sum: Scalar = tf.sum(tf.mul(counts, tf.relu(tf.add(tf.mul(differences(scores), scale), margin))));
  return reduction === 'sum' ? sum : tf.div(sum, tf.maximum(tf.sum(counts), NO_WEIGHT));
}

/** [R, N] the other scores less that of the row's own item. @param scores [R, 1 + N] */
export function differences(scores: Tensor2D): Tensor2D {
  const [own, others] = tf.split(scores, [1, scores.shape[1] - 1], 1) as [Tensor2D, Tensor2D];
  return tf.sub(others, own);
}

const head = (others: number, { scale, margin }: HingeForm): string => `
// What is no number passes through: a maximum would hide it.
fn hingeOf(row: u32, other: u32) -> f32 {
  let first = row * ${others + 1}u;
  let within = ${scale} * (scores[first + 1u + other] - scores[first]) + ${margin};
  return select(within, 0.0, within <= 0.0);
}
fn weightOf(row: u32, other: u32) -> f32 { return weight[row] * there[row * ${others}u + other]; }`;

/** One workgroup: each lane adds up the rows that are its own, the first the lanes, always in the same order. */
const lossSource = (rows: number, others: number, form: HingeForm): string => `
@group(0) @binding(0) var<storage, read> scores: array<f32>;
@group(0) @binding(1) var<storage, read> there: array<f32>;
@group(0) @binding(2) var<storage, read> weight: array<f32>;
@group(0) @binding(3) var<storage, read_write> loss: array<f32>;
@group(0) @binding(4) var<storage, read_write> total: array<f32>;
var<workgroup> sums: array<vec2<f32>, ${WORKGROUP}>;
${head(others, form)}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32) {
  var own = vec2<f32>();
  for (var row = local; row < ${rows}u; row += ${WORKGROUP}u) {
    for (var other = 0u; other < ${others}u; other++) { own += weightOf(row, other) * vec2<f32>(hingeOf(row, other), 1.0); }
  }
  sums[local] = own;
  workgroupBarrier();
  if (local > 0u) { return; }
  for (var lane = 1u; lane < ${WORKGROUP}u; lane++) { own += sums[lane]; }
  total[0] = ${form.reduction === 'sum' ? '1.0' : `max(own.y, ${NO_WEIGHT})`};
  loss[0] = own.x / total[0];
}`;

const gradientSource = (rows: number, others: number, form: HingeForm): string => `
@group(0) @binding(0) var<storage, read_write> slopes: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> scores: array<f32>;
@group(0) @binding(3) var<storage, read> there: array<f32>;
@group(0) @binding(4) var<storage, read> weight: array<f32>;
@group(0) @binding(5) var<storage, read> total: array<f32>;
${head(others, form)}
${mainOver(
  rows,
  `
  let factor = ${form.scale} * dy[0] / total[0];
  var own = 0.0;
  for (var other = 0u; other < ${others}u; other++) {
    let slope = select(factor * weightOf(index, other), 0.0, hingeOf(index, other) == 0.0);
    slopes[index * ${others + 1}u + 1u + other] = slope;
    own -= slope;
  }
  slopes[index * ${others + 1}u] = own;`,
)}`;
