/** Numbers dropped by counter-based draws, which the backward pass repeats instead of keeping a mask. */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainOver, onGpu, onPlainTfjs, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor } from '../../tf';
import { lanesOf, typeOf } from '../../wgsl';
import { counterUniform, uniformSource, type Draw } from '../counter-uniform/counter-uniform';
import { dropoutOnCpu } from './on-cpu';

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
 * x where u >= rate, times the factor, added to `onto`; u are the numbers `counterUniform` gives for the same draw and
 * shape. One dispatch, and one for the gradient.
 * @param onto of the shape of x; null adds nothing
 */
export function dropout<T extends Tensor>(x: T, draw: Draw, { rate, factor }: Dropping, onto: T | null = null): T {
  if (onPlainTfjs()) {
    const kept = tf.cast(tf.greaterEqual(counterUniform(x.shape, draw), rate), 'float32');
    const dropped = tf.mul(x, tf.mul(kept, factor)) as T;
    return onto ? tf.add(onto, dropped) : dropped;
  }
  if (!onGpu()) {
    const dropped = dropoutOnCpu(x, draw, { rate, factor });
    return onto ? tf.add(onto, dropped) : dropped;
  }
  const drop = (values: Tensor, base: T | null): T => {
    const out = emptyTensor<T>(x.shape);
    runKernel(
      base ? 'dropout and sum' : 'dropout',
      source(lanesOf(x.size), draw, { rate, factor }, base !== null),
      [draw.step.binding, values, out, ...(base ? [base] : [])],
      gridFor(x.size / lanesOf(x.size)),
    );
    return out;
  };
  return differentiable<T>(
    onto ? { x, onto } : { x },
    () => drop(x, onto),
    (dy) => ({ x: () => drop(dy, null), onto: () => dy }),
  );
}

/**
 * Four numbers a thread where they lie so: what the draws hang on together is then mixed once. Zeros, as of padding,
 * need no draw.
 */
function source(lanes: 1 | 4, draw: Draw, { rate, factor }: Dropping, adds: boolean): string {
  const type = typeOf(lanes);
  const kept = (i: number): string => `uniform_of(key, ${lanes}u * index + ${i}u) >= f32(${rate})`;
  return `
@group(0) @binding(1) var<storage, read> x: array<${type}>;
@group(0) @binding(2) var<storage, read_write> result: array<${type}>;
${adds ? `@group(0) @binding(3) var<storage, read> onto: array<${type}>;` : ''}
${uniformSource(0, draw)}
${mainOver(
  'arrayLength(&result)',
  `  let value = x[index];
  let base = ${adds ? 'onto[index]' : `${type}()`};
  if (all(value == ${type}())) { result[index] = base; return; }
  let key = uniform_key();
  result[index] = base + select(${type}(), value * f32(${factor}), ${lanes === 4 ? `vec4<bool>(${[0, 1, 2, 3].map(kept).join(', ')})` : kept(0)});`,
)}`;
}
