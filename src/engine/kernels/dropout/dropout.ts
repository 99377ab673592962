/** Numbers dropped by counter-based draws, which the backward pass repeats instead of keeping a mask. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainOver, onGpu, runKernel } from '../../run-kernel';
import { counterUniform, uniformSource } from '../counter-uniform/counter-uniform';
import type { Draw } from '../counter-uniform/counter-uniform';

export interface Dropping {
  /** Share of the numbers that become 0. */
  rate: number;
  /** What the others are multiplied by: 1 / (1 - rate) under inverted dropout (Srivastava et al., JMLR 2014), 1 where events are hidden. */
  factor: number;
}

/** x where u >= rate, times the factor; u are the numbers `counterUniform` gives for the same draw and shape. One dispatch, and one for the gradient. */
export function dropout<T extends Tensor>(x: T, draw: Draw, { rate, factor }: Dropping): T {
  if (!onGpu()) return tf.mul(x, tf.mul(tf.cast(tf.greaterEqual(counterUniform(x.shape, draw), rate), 'float32'), factor)) as T;
  const drop = (values: Tensor): T => {
    const out = emptyTensor<T>(x.shape);
    runKernel('dropout', source(x.size, draw, { rate, factor }), [draw.step.binding, values, out], gridFor(x.size));
    return out;
  };
  return differentiable<T>({ x }, () => drop(x), (dy) => ({ x: () => drop(dy) }));
}

const source = (count: number, draw: Draw, { rate, factor }: Dropping): string => `
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
${uniformSource(0, draw)}
${mainOver(count, `  let value = x[index];
  // Zeros, as of padding, need no draw.
  if (value == 0.0) { result[index] = 0.0; return; }
  result[index] = select(0.0, value * f32(${factor}), uniform_at(index) >= f32(${rate}));`)}`;
