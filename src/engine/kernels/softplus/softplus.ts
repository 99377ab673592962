/**
 * log(1 + e^x): one dispatch, and one for its gradient. tfjs's own loses what is small beside 1, and lets e^-x overflow
 * in its gradient.
 */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainOver, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor } from '../../tf';

export function softplus<T extends Tensor>(x: T): T {
  if (!onGpu()) return tf.softplus(x);
  const run = (name: string, inputs: readonly Tensor[], expression: string): T => {
    const out = emptyTensor<T>(x.shape);
    runKernel(name, source(inputs.length, expression), [out, ...inputs], gridFor(x.size));
    return out;
  };
  return differentiable<T>(
    { x },
    (save) => {
      save(x);
      // log(1 + e) by its series where 1 + e would round e away.
      return run('softplus', [x], 'max(x0[index], 0.0) + select(log(1.0 + e), e - e * e * (0.5 - e / 3.0), e < 0.01)');
    },
    (dy, [saved]) => ({
      x: () => run('softplus gradient', [saved!, dy], 'x1[index] * select(e, 1.0, x0[index] >= 0.0) / (1.0 + e)'),
    }),
  );
}

const source = (inputs: number, expression: string): string => `
@group(0) @binding(0) var<storage, read_write> result: array<f32>;
${Array.from({ length: inputs }, (_, i) => `@group(0) @binding(${i + 1}) var<storage, read> x${i}: array<f32>;`).join('\n')}
${mainOver(
  'arrayLength(&result)',
  `
  let e = exp(-abs(x0[index]));
  result[index] = ${expression};`,
)}`;
