/**
 * Operations number by number, on two tensors with NumPy's broadcasting, in place of tfjs's CPU kernels: those make
 * several arrays for every number of the result as soon as one of the shapes is broadcast, and call a function for each
 * number of one tensor.
 */
import { numbersFor } from './arrays';
import type { TensorInfo } from '../tf';
import { eachLine, type Dimension } from './lines';
import { replaceKernel, type CpuKernel } from './replace-kernel';

/** `count` results from `to` on; numbers of a and b lie `aStep` and `bStep` apart. */
type Line = (
  out: Float32Array,
  to: number,
  count: number,
  a: Float32Array,
  aFirst: number,
  aStep: number,
  b: Float32Array,
  bFirst: number,
  bStep: number,
) => void;

/* Each a loop of its own, which an engine compiles for its operation alone. */
const LINES: Readonly<Record<string, Line>> = {
  Add: (out, to, count, a, i, di, b, j, dj) => {
    for (let k = 0; k < count; k++) out[to + k] = a[i + k * di]! + b[j + k * dj]!;
  },
  Sub: (out, to, count, a, i, di, b, j, dj) => {
    for (let k = 0; k < count; k++) out[to + k] = a[i + k * di]! - b[j + k * dj]!;
  },
  Multiply: (out, to, count, a, i, di, b, j, dj) => {
    for (let k = 0; k < count; k++) out[to + k] = a[i + k * di]! * b[j + k * dj]!;
  },
  RealDiv: (out, to, count, a, i, di, b, j, dj) => {
    for (let k = 0; k < count; k++) out[to + k] = a[i + k * di]! / b[j + k * dj]!;
  },
};

/** Outermost first; neighbours that both operands walk through as one are one. Null where the shapes do not fit. */
export function commonDimensions(a: readonly number[], b: readonly number[]): Dimension[] | null {
  const found: Dimension[] = [];
  let [stepA, stepB] = [1, 1];
  for (let back = 1; back <= Math.max(a.length, b.length); back++) {
    const [sizeA, sizeB] = [a.at(-back) ?? 1, b.at(-back) ?? 1];
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) return null;
    const size = sizeA === 1 ? sizeB : sizeA;
    const next = { size, a: sizeA === 1 ? 0 : stepA, b: sizeB === 1 ? 0 : stepB };
    stepA *= sizeA;
    stepB *= sizeB;
    if (size === 1) continue;
    const last = found.at(-1);
    if (last && next.a === last.a * last.size && next.b === last.b * last.size) last.size *= size;
    else found.push(next);
  }
  return found.reverse();
}

/** Of float32 alone; the others stay with tfjs. */
const kernelOf =
  (line: Line): CpuKernel =>
  ({ inputs, numbers, make, before }) => {
    const { a, b } = inputs as { a: TensorInfo; b: TensorInfo };
    const dimensions = a.dtype === 'float32' && b.dtype === 'float32' ? commonDimensions(a.shape, b.shape) : null;
    if (!dimensions) return before();
    const rank = Math.max(a.shape.length, b.shape.length);
    const shape = Array.from({ length: rank }, (_, d) => {
      const [sizeA, sizeB] = [a.shape.at(d - rank) ?? 1, b.shape.at(d - rank) ?? 1];
      return sizeA === 1 ? sizeB : sizeA;
    });
    const out = numbersFor(shape.reduce((x, y) => x * y, 1));
    const last = dimensions.at(-1) ?? { size: 1, a: 0, b: 0 };
    const [left, right] = [numbers(a), numbers(b)];
    if (out.length > 0) eachLine(dimensions, (to, i, j) => line(out, to, last.size, left, i, last.a, right, j, last.b));
    return make(shape, out);
  };

/** Of float32 alone. What is no number stays so. */
const relu: CpuKernel = ({ inputs, numbers, make, before }) => {
  const { x } = inputs as { x: TensorInfo };
  if (x.dtype !== 'float32') return before();
  const values = numbers(x);
  const out = numbersFor(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    out[at] = value <= 0 ? 0 : value;
  }
  return make(x.shape, out);
};

export function installElementwise(): void {
  replaceKernel('Relu', relu);
  for (const [name, line] of Object.entries(LINES)) replaceKernel(name, kernelOf(line));
}
