/** tfjs's Transpose on the CPU, without its arrays for every number. */
import { numbersFor } from './arrays';
import type { TensorInfo } from '../tf';
import { eachLine, stepsOf } from './lines';
import { replaceKernel } from './replace-kernel';

export function installTranspose(): void {
  replaceKernel('Transpose', ({ inputs, attrs, numbers, make, before }) => {
    const { x } = inputs as { x: TensorInfo };
    if (x.dtype !== 'float32' || x.shape.length === 0) return before();
    const { perm } = attrs as unknown as { perm: readonly number[] };
    const shape = perm.map((dimension) => x.shape[dimension]!);
    return make(shape, transposed(numbers(x), x.shape, perm));
  });
}

/** @param shape of x; dimension d of the result is dimension `perm[d]` of x */
function transposed(x: Float32Array, shape: readonly number[], perm: readonly number[]): Float32Array {
  const steps = stepsOf(shape);
  const dimensions = perm.map((d) => ({ size: shape[d]!, a: steps[d]!, b: 0 }));
  const { size: across, a: step } = dimensions.at(-1)!;
  const out = numbersFor(x.length);
  if (x.length > 0)
    eachLine(dimensions, (to, first) => {
      for (let k = 0; k < across; k++) out[to + k] = x[first + k * step]!;
    });
  return out;
}
