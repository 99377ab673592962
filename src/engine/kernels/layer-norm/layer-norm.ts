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

function composed(x: Tensor2D): Tensor2D {
  const centred: Tensor2D = tf.sub(x, tf.mean(x, 1, true));
  return tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), VARIANCE_FLOOR)));
}

const summed = (width: number, x: string): string => (lanesOf(width) === 4 ? `dot(${x}, vec4<f32>(1.0))` : x);

/**
 * WGSL: a thread per row: they are many and short. Bindings of x and result, and `first`, `across`, `mean` and `scale`
 * of the row.
 */
const head = (width: number, more: string): string => `
@group(0) @binding(0) var<storage, read> x: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read_write> result: array<${typeOf(width)}>;
${more}`;
const moments = (width: number): string => `
  let across = ${width / lanesOf(width)}u;
  let first = index * across;
  if (first >= arrayLength(&x)) { return; }
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

/** dx = (dy - mean(dy) - y mean(dy y)) / deviation. */
const gradientSource = (
  width: number,
): string => `${head(width, `@group(0) @binding(2) var<storage, read> dy: array<${typeOf(width)}>;`)}
${mainSource(`${moments(width)}
  var slope = 0.0;
  var along = 0.0;
  for (var i = first; i < first + across; i++) {
    slope += ${summed(width, 'dy[i]')};
    along += ${summed(width, 'dy[i] * (x[i] - mean)')};
  }
  slope /= ${width}.0;
  along *= scale * scale / ${width}.0;
  for (var i = first; i < first + across; i++) { result[i] = (dy[i] - slope - (x[i] - mean) * along) * scale; }`)}`;
