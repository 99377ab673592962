/** Each part of a row by a factor of its own, the same for all rows: one dispatch, and two for the gradient. */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainOver, onGpu, runKernel } from '../../run-kernel';
import { putTogether, walkGrid, walkSource } from '../../row-walk';
import * as tf from '../../tf';
import type { Tensor, Tensor1D, Tensor2D } from '../../tf';
import { opaqueBy, partOf } from '../../wgsl';

/**
 * x_rd f_p, p the part that column d is in.
 * @param x [R, D]; @param factors [P]; @param widths of the P parts, D together
 */
export function partScale(x: Tensor2D, factors: Tensor1D, widths: readonly number[]): Tensor2D {
  if (!onGpu()) return plain(x, factors, widths);
  const scaled = (values: Tensor): Tensor2D => {
    const out = emptyTensor<Tensor2D>(x.shape);
    runKernel('part scale', scaledSource(widths), [out, values, factors], gridFor(x.size));
    return out;
  };
  return differentiable<Tensor2D>(
    { x, factors },
    (save) => {
      save(x);
      return scaled(x);
    },
    (dy, [values]) => ({
      x: () => scaled(dy),
      factors: () => {
        const slopes = emptyTensor(factors.shape);
        runKernel('part scale gradient', slopesSource(widths), [slopes, dy, values!], walkGrid(widths.length));
        return slopes;
      },
    }),
  );
}

/** In operations of tfjs. */
function plain(x: Tensor2D, factors: Tensor1D, widths: readonly number[]): Tensor2D {
  if (widths.length === 1) return tf.mul(x, factors);
  const parts = tf.split<Tensor2D>(x, [...widths], 1);
  return tf.concat2d(
    parts.map((part, p): Tensor2D => tf.mul(part, tf.slice(factors, p, 1))),
    1,
  );
}

const wholeOf = (widths: readonly number[]): number => widths.reduce((a, b) => a + b, 0);

const scaledSource = (widths: readonly number[]): string => `
@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> factors: array<f32>;
${partOf(widths)}
${mainOver('arrayLength(&result)', `  result[index] = x[index] * factors[part_of(index % ${wholeOf(widths)}u)];`)}`;

/** WGSL of where each part begins, and the last one ends. */
const begins = (widths: readonly number[]): string => {
  let end = 0;
  const all = [0, ...widths.map((width) => (end += width))];
  return `const BEGINS = array<u32, ${all.length}>(${all.map((at) => `${at}u`).join(', ')});`;
};

/** A part's thread or workgroup goes through the rows, and adds up each row first. */
const slopesSource = (widths: readonly number[]): string => {
  const together = putTogether('sum', 'f32', 'return a + b;');
  return `
@group(0) @binding(0) var<storage, read_write> slopes: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
${begins(widths)}
${opaqueBy('slopes')}
${together.declared}
${walkSource(
  `${widths.length}u`,
  `arrayLength(&x) / opaque(${wholeOf(widths)}u)`,
  1,
  `
  // A constant array is indexed through a variable.
  var starts = BEGINS;
  var sum = 0.0;
  for (var r = begin; r < end; r++) {
    var own = 0.0;
    for (var d = starts[row]; d < starts[row + 1u]; d++) {
      let at = r * ${wholeOf(widths)}u + d;
      own += dy[at] * x[at];
    }
    sum += own;
  }
${together.after}
  if (lane == 0u) { slopes[row] = sum; }`,
)}`;
};
