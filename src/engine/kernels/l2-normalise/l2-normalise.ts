/** Rows of unit length. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor2D } from '@tensorflow/tfjs';
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainOver, onGpu, runKernel } from '../../run-kernel';
import { innerOf, lanesOf, typeOf } from '../../wgsl';

/** Rows shorter than this are divided by it instead of by their length. */
export const SHORTEST = 1e-6;

/**
 * x / max(||x||, 1e-6) per row, [R, D]; one dispatch, and one for the gradient. At a row shorter than that the gradient is dy / 1e-6: finite,
 * where the root alone would give 0 x infinity.
 */
export function l2Normalise(x: Tensor2D): Tensor2D {
  if (!onGpu()) return tf.mul(x, tf.rsqrt(tf.maximum(tf.sum(tf.square(x), 1, true), SHORTEST * SHORTEST)));
  const [rows, width] = x.shape;
  return differentiable<Tensor2D>({ x }, (save) => {
    const out = emptyTensor<Tensor2D>([rows, width]);
    runKernel('L2 norm', forwardSource(rows, width), [x, out], gridFor(rows));
    save(x);
    return out;
  }, (dy, saved) => ({
    x: () => {
      const dx = emptyTensor([rows, width]);
      runKernel('L2 norm gradient', gradientSource(rows, width), [saved[0]!, dy, dx], gridFor(rows));
      return dx;
    },
  }));
}

const across = (width: number): number => width / lanesOf(width);

/** A thread per row: rows are many and short. */
const forwardSource = (rows: number, width: number): string => `
@group(0) @binding(0) var<storage, read> x: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read_write> result: array<${typeOf(width)}>;
${mainOver(rows, `
  let first = index * ${across(width)}u;
  var squares = 0.0;
  for (var i = first; i < first + ${across(width)}u; i++) { squares += ${innerOf(width, 'x[i]', 'x[i]')}; }
  let divisor = max(sqrt(squares), ${SHORTEST});
  for (var i = first; i < first + ${across(width)}u; i++) { result[i] = x[i] / divisor; }`)}`;

/** dx = (dy - y <y, dy>) / ||x|| with y = x / ||x||. */
const gradientSource = (rows: number, width: number): string => `
@group(0) @binding(0) var<storage, read> x: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read> dy: array<${typeOf(width)}>;
@group(0) @binding(2) var<storage, read_write> result: array<${typeOf(width)}>;
${mainOver(rows, `
  let first = index * ${across(width)}u;
  var squares = 0.0;
  var along = 0.0;
  for (var i = first; i < first + ${across(width)}u; i++) {
    squares += ${innerOf(width, 'x[i]', 'x[i]')};
    along += ${innerOf(width, 'x[i]', 'dy[i]')};
  }
  let divisor = max(sqrt(squares), ${SHORTEST});
  let drift = select(along / squares, 0.0, sqrt(squares) < ${SHORTEST});
  for (var i = first; i < first + ${across(width)}u; i++) { result[i] = (dy[i] - x[i] * drift) / divisor; }`)}`;
