/** Columns side by side; the gradient goes back to all parts in one dispatch, where tfjs takes a slice for each. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor2D } from '@tensorflow/tfjs';
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainOver, onGpu, runKernel } from '../../run-kernel';

/** Parts whose gradients one dispatch can bind within the default limit of 8 storage buffers. */
const MOST = 7;

/** [R, D1 + D2 + …] of parts [R, Di]. */
export function concatColumns(parts: readonly Tensor2D[]): Tensor2D {
  const [first] = parts;
  if (parts.length === 1 && first) return first;
  if (!onGpu() || parts.length > MOST) return tf.concat2d([...parts], 1);
  const widths = parts.map(({ shape }) => shape[1]);
  const rows = first?.shape[0] ?? 0;
  return differentiable<Tensor2D>(Object.fromEntries(parts.map((part, i) => [`part${i}`, part])), () => tf.concat2d([...parts], 1), (dy) => {
    const slopes = widths.map((width) => emptyTensor<Tensor2D>([rows, width]));
    runKernel('split columns', splitSource(rows, widths), [dy, ...slopes], gridFor(dy.size));
    return Object.fromEntries(slopes.map((slope, i) => [`part${i}`, () => slope]));
  });
}

function splitSource(rows: number, widths: readonly number[]): string {
  const width = widths.reduce((a, b) => a + b, 0);
  let from = 0;
  const stores = widths.map((own, i) => {
    const first = from;
    from += own;
    return `  ${i === 0 ? '' : 'else '}if (column < ${from}u) { part${i}[row * ${own}u + column - ${first}u] = dy[index]; }`;
  });
  return `
@group(0) @binding(0) var<storage, read> dy: array<f32>;
${widths.map((_, i) => `@group(0) @binding(${i + 1}) var<storage, read_write> part${i}: array<f32>;`).join('\n')}
${mainOver(rows * width, `
  let row = index / ${width}u;
  let column = index % ${width}u;
${stores.join('\n')}`)}`;
}
