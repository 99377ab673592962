/** Rows, or parts of rows, of unit length. */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, hostArray, mainOver, onGpu, onPlainTfjs, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor2D } from '../../tf';
import { innerOf, lanesOf, typeOf } from '../../wgsl';
import { l2GradientOnCpu, l2NormaliseOnCpu } from './on-cpu';

/** Rows shorter than this are divided by it instead of by their length. */
export const SHORTEST = 1e-6;

/**
 * x / max(||x||, 1e-6) per row, [R, D], or per part of a row; one dispatch, and one for the gradient. Where it is
 * shorter than that the gradient is dy / 1e-6: finite, where the root alone would give 0 x infinity.
 * @param widths of the parts, side by side: together D
 */
export function l2Normalise(x: Tensor2D, widths: readonly number[] = [x.shape[1]]): Tensor2D {
  if (onPlainTfjs())
    return widths.length === 1 ? composed(x) : tf.concat2d(tf.split<Tensor2D>(x, [...widths], 1).map(composed), 1);
  const threads = x.shape[0] * widths.length;
  return differentiable<Tensor2D>(
    { x },
    (save) => {
      const out = onGpu()
        ? emptyTensor<Tensor2D>(x.shape)
        : tf.tensor2d(l2NormaliseOnCpu(hostArray(x), widths, SHORTEST), x.shape);
      if (onGpu()) runKernel('L2 norm', forwardSource(widths), [x, out], gridFor(threads));
      save(x);
      return out;
    },
    (dy, saved) => ({
      x: () => {
        if (!onGpu())
          return tf.tensor2d(l2GradientOnCpu(hostArray(saved[0]!), hostArray(dy), widths, SHORTEST), x.shape);
        const dx = emptyTensor(x.shape);
        runKernel('L2 norm gradient', gradientSource(widths), [saved[0]!, dy, dx], gridFor(threads));
        return dx;
      },
    }),
  );
}

const composed = (x: Tensor2D): Tensor2D =>
  tf.mul(x, tf.rsqrt(tf.maximum(tf.sum(tf.square(x), 1, true), SHORTEST * SHORTEST)));

/** A width that has the lanes all parts have. */
const commonWidth = (widths: readonly number[]): number => (widths.every((width) => lanesOf(width) === 4) ? 4 : 1);

/** WGSL: how many parts there are in the rows of a bound array. */
const partsIn = (bound: string, widths: readonly number[]): string =>
  `arrayLength(&${bound}) / ${widths.reduce((a, b) => a + b, 0) / lanesOf(commonWidth(widths))}u * ${widths.length}u`;

/** WGSL: where the part of a thread begins and ends. A thread per part: they are many and short. */
function bounds(widths: readonly number[]): string {
  const sizes = widths.map((width) => width / lanesOf(commonWidth(widths)));
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0));
  const own = (values: readonly number[]): string =>
    values.length === 1
      ? `${values[0]}u`
      : `array<u32, ${values.length}>(${values.map((value) => `${value}u`).join(', ')})[index % ${values.length}u]`;
  return `
  let first = index / ${widths.length}u * ${sizes.reduce((a, b) => a + b, 0)}u + ${own(starts)};
  let end = first + ${own(sizes)};`;
}

function forwardSource(widths: readonly number[]): string {
  const width = commonWidth(widths);
  return `
@group(0) @binding(0) var<storage, read> x: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read_write> result: array<${typeOf(width)}>;
${mainOver(
  partsIn('x', widths),
  `${bounds(widths)}
  var squares = 0.0;
  for (var i = first; i < end; i++) { squares += ${innerOf(width, 'x[i]', 'x[i]')}; }
  let divisor = max(sqrt(squares), ${SHORTEST});
  for (var i = first; i < end; i++) { result[i] = x[i] / divisor; }`,
)}`;
}

/** dx = (dy - y <y, dy>) / ||x|| with y = x / ||x||. */
function gradientSource(widths: readonly number[]): string {
  const width = commonWidth(widths);
  return `
@group(0) @binding(0) var<storage, read> x: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read> dy: array<${typeOf(width)}>;
@group(0) @binding(2) var<storage, read_write> result: array<${typeOf(width)}>;
${mainOver(
  partsIn('x', widths),
  `${bounds(widths)}
  var squares = 0.0;
  var along = 0.0;
  for (var i = first; i < end; i++) {
    squares += ${innerOf(width, 'x[i]', 'x[i]')};
    along += ${innerOf(width, 'x[i]', 'dy[i]')};
  }
  let divisor = max(sqrt(squares), ${SHORTEST});
  let drift = select(along / squares, 0.0, sqrt(squares) < ${SHORTEST});
  for (var i = first; i < end; i++) { result[i] = (dy[i] - x[i] * drift) / divisor; }`,
)}`;
}
