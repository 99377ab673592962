/**
 * Rows of mean 0 and deviation 1 (Ba et al., 2016), without gain and shift: those of a norm that feeds a linear layer
 * are that layer's.
 */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainSource, onGpu, onPlainTfjs, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor2D } from '../../tf';
import { lanesOf, typeOf } from '../../wgsl';
import { layerNormOnCpu } from './on-cpu';

/** Added to the variance, PyTorch's default. */
export const VARIANCE_FLOOR = 1e-5;

/** (x - mean) / sqrt(variance + 1e-5) of each row, [R, D]; one dispatch, and one for the gradient. */
export function layerNorm(x: Tensor2D): Tensor2D {
  if (onPlainTfjs()) return composed(x);
  if (!onGpu()) return layerNormOnCpu(x, VARIANCE_FLOOR);
  const [rows, width] = x.shape;
  return differentiable<Tensor2D>(
    { x },
    (save) => {
      const out = emptyTensor<Tensor2D>(x.shape);
      runKernel('layer norm', valueSource(width), [x, out], gridFor(rows));
      save(x);
      return out;
    },
    (dy, saved) => ({
      x: () => {
        const dx = emptyTensor(x.shape);
        runKernel('layer norm gradient', gradientSource(width), [saved[0]!, dx, dy], gridFor(rows));
        return dx;
      },
    }),
  );
}

/**
 * The sum of two matrices [R, D] and the norm of its rows, where both are read on: one dispatch, and one for the
 * gradient of all four paths.
 */
export function sumAndNorm(x: Tensor2D, added: Tensor2D): [sum: Tensor2D, norm: Tensor2D] {
  if (!onGpu()) {
    const sum: Tensor2D = tf.add(x, added);
    return [sum, layerNorm(sum)];
  }
  const [rows, width] = x.shape;
  return differentiable<[Tensor2D, Tensor2D]>(
    { x, added },
    (save) => {
      const [sum, norm] = [emptyTensor<Tensor2D>(x.shape), emptyTensor<Tensor2D>(x.shape)];
      runKernel('sum and layer norm', sumSource(width), [sum, norm, x, added], gridFor(rows));
      save(sum);
      return [sum, norm];
    },
    ([dSum, dNorm], [sum]) => {
      // Made here, not in the scope of the first input that asks for it, which ends before the second one does.
      const slope = emptyTensor(x.shape);
      runKernel('sum and layer norm gradient', gradientSource(width, true), [sum!, slope, dNorm, dSum], gridFor(rows));
      // What adds up the gradients of an input disposes of its terms: each input has a tensor of its own.
      return { x: () => tf.clone(slope), added: () => tf.clone(slope) };
    },
  );
}

/** In operations of tfjs. */
export function composed(x: Tensor2D): Tensor2D {
  const centred: Tensor2D = tf.sub(x, tf.mean(x, 1, true));
  return tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), VARIANCE_FLOOR)));
}

const summed = (width: number, x: string): string => (lanesOf(width) === 4 ? `dot(${x}, vec4<f32>(1.0))` : x);

/**
 * WGSL: a thread per row: they are many and short. Bindings of x and result, and `first`, `across`, `mean` and `scale`
 * of the row.
 */
const head = (width: number, more: string, access = 'read'): string => `
@group(0) @binding(0) var<storage, ${access}> x: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read_write> result: array<${typeOf(width)}>;
${more}`;
const moments = (width: number, before = ''): string => `
  let across = ${width / lanesOf(width)}u;
  let first = index * across;
  if (first >= arrayLength(&x)) { return; }${before}
  var total = 0.0;
  for (var i = first; i < first + across; i++) { total += ${summed(width, 'x[i]')}; }
  let mean = total / ${width}.0;
  var squares = 0.0;
  for (var i = first; i < first + across; i++) {
    let c = x[i] - mean;
    squares += ${summed(width, 'c * c')};
  }
  let scale = inverseSqrt(squares / ${width}.0 + ${VARIANCE_FLOOR});`;

const valueSource = (width: number): string => `${head(width, '')}
${mainSource(`${moments(width)}
  for (var i = first; i < first + across; i++) { result[i] = (x[i] - mean) * scale; }`)}`;

/** Bindings: the sum, its norm, and the two that are added. */
const sumSource = (width: number): string => `${head(
  width,
  `
@group(0) @binding(2) var<storage, read> left: array<${typeOf(width)}>;
@group(0) @binding(3) var<storage, read> right: array<${typeOf(width)}>;`,
  'read_write',
)}
${mainSource(`${moments(
  width,
  `
  for (var i = first; i < first + across; i++) { x[i] = left[i] + right[i]; }`,
)}
  for (var i = first; i < first + across; i++) { result[i] = (x[i] - mean) * scale; }`)}`;

/** dx = (dy - mean(dy) - y mean(dy y)) / deviation. @param adds the slope of x itself */
const gradientSource = (width: number, adds = false): string => `${head(
  width,
  `
@group(0) @binding(2) var<storage, read> dy: array<${typeOf(width)}>;
${adds ? `@group(0) @binding(3) var<storage, read> onto: array<${typeOf(width)}>;` : ''}`,
)}
${mainSource(`${moments(width)}
  var slope = 0.0;
  var along = 0.0;
  for (var i = first; i < first + across; i++) {
    slope += ${summed(width, 'dy[i]')};
    along += ${summed(width, 'dy[i] * (x[i] - mean)')};
  }
  slope /= ${width}.0;
  along *= scale * scale / ${width}.0;
  for (var i = first; i < first + across; i++) {
    result[i] = ${adds ? 'onto[i] + ' : ''}(dy[i] - slope - (x[i] - mean) * along) * scale;
  }`)}`;
