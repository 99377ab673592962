/** tfjs's Sum on the CPU, read in the order of memory: tfjs moves all numbers first where it is not over the last. */
import { zerosFor } from './arrays';
import type { TensorInfo } from '../tf';
import { eachLine, stepsOf } from './lines';
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
function sumOver(x: Float32Array, shape: readonly number[], summed: ReadonlySet<number>): Float32Array {
  const kept = shape.map((size, d) => (summed.has(d) ? 1 : size));
  const steps = stepsOf(kept);
  const dimensions = shape.map((size, d) => ({ size, a: summed.has(d) ? 0 : steps[d]!, b: 0 }));
  const { size: across, a: step } = dimensions.at(-1)!;
  const out = zerosFor(kept.reduce((a, b) => a * b, 1));
  if (x.length === 0) return out;
  eachLine(dimensions, (line, to) => {
    if (step === 0) {
      let sum = 0;
      for (let k = line; k < line + across; k++) sum += x[k]!;
      out[to]! += sum;
    } else for (let k = 0; k < across; k++) out[to + k]! += x[line + k]!;
  });
  return out;
}
