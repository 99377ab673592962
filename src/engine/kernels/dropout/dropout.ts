/** Numbers dropped by counter-based draws, which the backward pass repeats instead of keeping a mask. */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, hostArray, mainOver, onGpu, onPlainTfjs, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor } from '../../tf';
import { lanesOf, typeOf } from '../../wgsl';
import { counterUniform, uniformSource, type Draw } from '../counter-uniform/counter-uniform';
import { uniformOf, uniformBits } from '../counter-uniform/reference';

export interface Dropping {
  /** Share of the numbers that become 0. */
  rate: number;
  /**
   * What the others are multiplied by: 1 / (1 - rate) under inverted dropout (Srivastava et al., JMLR 2014), 1 where
   * events are hidden.
   */
  factor: number;
}

/**
 * x where u >= rate, times the factor; u are the numbers `counterUniform` gives for the same draw and shape. One
 * dispatch, and one for the gradient.
 */
export function dropout<T extends Tensor>(x: T, draw: Draw, { rate, factor }: Dropping): T {
  if (onPlainTfjs())
    return tf.mul(x, tf.mul(tf.cast(tf.greaterEqual(counterUniform(x.shape, draw), rate), 'float32'), factor)) as T;
  const drop = (values: Tensor): T => {
    if (!onGpu()) return tf.tensor(looped(hostArray(values), draw, { rate, factor }), x.shape) as T;
    const out = emptyTensor<T>(x.shape);
    runKernel(
      'dropout',
      source(lanesOf(x.size), draw, { rate, factor }),
      [draw.step.binding, values, out],
      gridFor(x.size / lanesOf(x.size)),
    );
    return out;
  };
  return differentiable<T>(
    { x },
    () => drop(x),
    (dy) => ({ x: () => drop(dy) }),
  );
}

function looped(x: Float32Array, { seed, step, stream }: Draw, { rate, factor }: Dropping): Float32Array {
  const key = uniformBits(seed, hostArray(step.tensor)[0] ?? 0, stream);
  const least = Math.fround(rate);
  const out = new Float32Array(x.length);
  for (let i = 0; i < x.length; i++) if (x[i] !== 0 && uniformOf(key, i) >= least) out[i] = x[i]! * factor;
  return out;
}

/**
 * Four numbers a thread where they lie so: what the draws hang on together is then mixed once. Zeros, as of padding,
 * need no draw.
 */
function source(lanes: 1 | 4, draw: Draw, { rate, factor }: Dropping): string {
  const type = typeOf(lanes);
  const kept = (i: number): string => `uniform_of(key, ${lanes}u * index + ${i}u) >= f32(${rate})`;
  return `
@group(0) @binding(1) var<storage, read> x: array<${type}>;
@group(0) @binding(2) var<storage, read_write> result: array<${type}>;
${uniformSource(0, draw)}
${mainOver(
  'arrayLength(&result)',
  `  let value = x[index];
  if (all(value == ${type}())) { result[index] = ${type}(); return; }
  let key = uniform_key();
  result[index] = select(${type}(), value * f32(${factor}), ${lanes === 4 ? `vec4<bool>(${[0, 1, 2, 3].map(kept).join(', ')})` : kept(0)});`,
)}`;
}
