/** The sum of the elementwise products of all pairs of fields: one dispatch, and one for the gradient. */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainOver, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor2D, Tensor3D } from '../../tf';
import { lanesOf, typeOf } from '../../wgsl';

/**
 * sum over f < g of x_f x_g = ((sum_f x_f)^2 - sum_f x_f^2) / 2, [R, D]. Added up field by field, each against the sum
 * of those before it: the difference of squares loses digits where one field is much larger than the rest, and a
 * multiply-add rounds its two halves differently.
 * @param x [R, F, D]; with one field the result is exactly 0
 */
export function pairwiseProducts(x: Tensor3D): Tensor2D {
  if (!onGpu()) return tf.mul(tf.sub(tf.square(tf.sum(x, 1)), tf.sum(tf.square(x), 1)), 0.5);
  const [rows, fields, width] = x.shape;
  const threads = (rows * width) / lanesOf(width);
  return differentiable<Tensor2D>(
    { x },
    (save) => {
      const out = emptyTensor<Tensor2D>([rows, width]);
      runKernel('pairwise products', valueSource(threads, fields, width), [x, out], gridFor(threads));
      save(x);
      return out;
    },
    (dy, saved) => ({
      x: () => {
        const dx = emptyTensor(x.shape);
        runKernel(
          'pairwise products gradient',
          gradientSource(threads, fields, width),
          [saved[0]!, dy, dx],
          gridFor(threads),
        );
        return dx;
      },
    }),
  );
}

/** Where the first field of a thread lies in x. */
const first = (fields: number, across: number): string =>
  `(index / ${across}u) * ${fields * across}u + index % ${across}u`;

const valueSource = (threads: number, fields: number, width: number): string => {
  const across = width / lanesOf(width);
  return `
@group(0) @binding(0) var<storage, read> x: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read_write> result: array<${typeOf(width)}>;
${mainOver(
  threads,
  `
  let first = ${first(fields, across)};
  var before = ${typeOf(width)}();
  var sum = ${typeOf(width)}();
  for (var f = 0u; f < ${fields}u; f++) {
    let own = x[first + f * ${across}u];
    sum += own * before;
    before += own;
  }
  result[index] = sum;`,
)}`;
};

/** dx_f = dy times the sum of the other fields. */
const gradientSource = (threads: number, fields: number, width: number): string => {
  const across = width / lanesOf(width);
  return `
@group(0) @binding(0) var<storage, read> x: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read> dy: array<${typeOf(width)}>;
@group(0) @binding(2) var<storage, read_write> result: array<${typeOf(width)}>;
${mainOver(
  threads,
  `
  let first = ${first(fields, across)};
  var sum = ${typeOf(width)}();
  for (var f = 0u; f < ${fields}u; f++) { sum += x[first + f * ${across}u]; }
  for (var f = 0u; f < ${fields}u; f++) { result[first + f * ${across}u] = dy[index] * (sum - x[first + f * ${across}u]); }`,
)}`;
};
