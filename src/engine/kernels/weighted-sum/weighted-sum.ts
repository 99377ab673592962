/** a + s b, in one dispatch, and one for the gradient of each that has one. */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainOver, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor } from '../../tf';

/** @param a, b equal shapes; @param scale a number, or one in a tensor where it learns */
export function weightedSum<T extends Tensor>(a: T, b: T, scale: number | Tensor): T {
  if (!onGpu()) return tf.add(a, tf.mul(b, scale)) as T;
  const learnt = typeof scale === 'number' ? null : scale;
  const factor = typeof scale === 'number' ? `f32(${scale})` : 'scale[0]';
  const run = (name: string, expression: string, inputs: readonly Tensor[], given: Tensor | null): T => {
    const out = emptyTensor<T>(a.shape);
    runKernel(
      name,
      source(inputs.length, given !== null, expression),
      [out, ...inputs, ...(given ? [given] : [])],
      gridFor(a.size),
    );
    return out;
  };
  return differentiable<T>(
    learnt ? { a, b, scale: learnt } : { a, b },
    (save) => {
      const out = run('weighted sum', `x0[index] + ${factor} * x1[index]`, [a, b], learnt);
      if (learnt) save(b, learnt);
      return out;
    },
    (dy, [other, given]) => ({
      a: () => dy,
      b: () => run('weighted sum gradient', `${factor} * x0[index]`, [dy], given ?? null),
      scale: () => tf.reshape(tf.sum(tf.mul(dy, other!)), given!.shape),
    }),
  );
}

const source = (inputs: number, learnt: boolean, expression: string): string => `
@group(0) @binding(0) var<storage, read_write> result: array<f32>;
${Array.from({ length: inputs }, (_, i) => `@group(0) @binding(${i + 1}) var<storage, read> x${i}: array<f32>;`).join('\n')}
${learnt ? `@group(0) @binding(${inputs + 1}) var<storage, read> scale: array<f32>;` : ''}
${mainOver('arrayLength(&result)', `  result[index] = ${expression};`)}`;
