/** tfjs's Sum on the CPU, read in the order of memory: tfjs moves all numbers first where it is not over the last. */
import type { TensorInfo } from '../tf';
import { replaceKernel } from './replace-kernel';

export function installSum(): void {
  replaceKernel('Sum', ({ inputs, attrs, numbers, make, before }) => {
    const { x } = inputs as { x: TensorInfo };
    const { axis, keepDims } = attrs as unknown as { axis: number | readonly number[] | null; keepDims: boolean };
    if (x.dtype !== 'float32' || x.shape.length === 0) return before();
    const rank = x.shape.length;
    const listed = axis === null || axis === undefined ? x.shape.map((_, d) => d) : [axis].flat();
    const summed = new Set(listed.map((d) => (d < 0 ? d + rank : d)));
    const shape = x.shape.flatMap((size, d) => (summed.has(d) ? (keepDims ? [1] : []) : [size]));
    return make(shape, sumOver(numbers(x), x.shape, summed));
  });
}

/** @param summed dimensions that are added up */
export function sumOver(x: Float32Array, shape: readonly number[], summed: ReadonlySet<number>): Float32Array {
  const kept = shape.map((size, d) => (summed.has(d) ? 1 : size));
  const steps = kept.map((_, d) => (summed.has(d) ? 0 : kept.slice(d + 1).reduce((a, b) => a * b, 1)));
  const out = new Float32Array(kept.reduce((a, b) => a * b, 1));
  const [across, step] = [shape.at(-1)!, steps.at(-1)!];
  const at = shape.map(() => 0);
  const size = shape.reduce((a, b) => a * b, 1);
  let to = 0;
  for (let line = 0; line < size; line += across) {
    if (step === 0) {
      let sum = 0;
      for (let k = line; k < line + across; k++) sum += x[k]!;
      out[to]! += sum;
    } else for (let k = 0; k < across; k++) out[to + k]! += x[line + k]!;
    for (let d = shape.length - 2; d >= 0; d--) {
      to += steps[d]!;
      at[d]!++;
      if (at[d]! < shape[d]!) break;
      to -= shape[d]! * steps[d]!;
      at[d] = 0;
    }
  }
  return out;
}
