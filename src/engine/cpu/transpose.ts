/** tfjs's Transpose on the CPU, without its arrays for every number. */
import type { TensorInfo } from '../tf';
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
export function transposed(x: Float32Array, shape: readonly number[], perm: readonly number[]): Float32Array {
  const steps = shape.map((_, d) => shape.slice(d + 1).reduce((a, b) => a * b, 1));
  const sizes = perm.map((d) => shape[d]!);
  const apart = perm.map((d) => steps[d]!);
  const out = new Float32Array(x.length);
  const [across, step] = [sizes.at(-1)!, apart.at(-1)!];
  const at = sizes.map(() => 0);
  let first = 0;
  for (let to = 0; to < out.length; to += across) {
    for (let k = 0; k < across; k++) out[to + k] = x[first + k * step]!;
    for (let d = sizes.length - 2; d >= 0; d--) {
      first += apart[d]!;
      at[d]!++;
      if (at[d]! < sizes[d]!) break;
      first -= sizes[d]! * apart[d]!;
      at[d] = 0;
    }
  }
  return out;
}
