/**
 * Columns side by side, in one dispatch each way: tfjs takes a slice for the gradient of each part, and moves one
 * number at a time.
 */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, hostArray, mainOver, onGpu, onPlainTfjs, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor2D } from '../../tf';
import { lanesOf } from '../../wgsl';
import { joinedReference, splitReference } from './reference';

/** Parts that one dispatch can bind beside the whole within the default limit of 8 storage buffers. */
const MOST = 7;

/** [R, D1 + D2 + …] of parts [R, Di]. */
export function concatColumns(parts: readonly Tensor2D[]): Tensor2D {
  const [first] = parts;
  if (parts.length === 1 && first) return first;
  if (onPlainTfjs() || (onGpu() && parts.length > MOST)) return tf.concat2d([...parts], 1);
  const widths = parts.map(({ shape }) => shape[1]);
  const rows = first?.shape[0] ?? 0;
  const whole = widths.reduce((a, b) => a + b, 0);
  const lanes = widths.every((width) => lanesOf(width) === 4) ? 4 : 1;
  const run = (name: string, from: 'whole' | 'parts', tensors: readonly Tensor2D[]): void =>
    runKernel(
      name,
      source(
        widths.map((width) => width / lanes),
        lanes,
        from,
      ),
      tensors,
      gridFor((rows * whole) / lanes),
    );
  return differentiable<Tensor2D>(
    Object.fromEntries(parts.map((part, i) => [`part${i}`, part])),
    () => {
      if (!onGpu()) return tf.tensor2d(joinedReference(parts.map(hostArray), widths, rows), [rows, whole]);
      const out = emptyTensor<Tensor2D>([rows, whole]);
      run('join columns', 'parts', [out, ...parts]);
      return out;
    },
    (dy) => {
      if (!onGpu()) {
        const split = splitReference(hostArray(dy), widths, rows);
        return Object.fromEntries(split.map((part, i) => [`part${i}`, () => tf.tensor2d(part, [rows, widths[i]!])]));
      }
      const slopes = widths.map((width) => emptyTensor<Tensor2D>([rows, width]));
      run('split columns', 'whole', [dy, ...slopes]);
      return Object.fromEntries(slopes.map((slope, i) => [`part${i}`, () => slope]));
    },
  );
}

/** @param widths in steps of `lanes` numbers; @param from where the numbers come from: they go to the other */
function source(widths: readonly number[], lanes: 1 | 4, from: 'whole' | 'parts'): string {
  const whole = widths.reduce((a, b) => a + b, 0);
  const type = lanes === 4 ? 'vec4<f32>' : 'f32';
  const access = (isRead: boolean): string => (isRead ? 'read' : 'read_write');
  let end = 0;
  const moves = widths.map((own, i) => {
    const place = `part${i}[row * ${own}u + column - ${end}u]`;
    end += own;
    return `  ${i === 0 ? '' : 'else '}if (column < ${end}u) { ${from === 'parts' ? `whole[index] = ${place}` : `${place} = whole[index]`}; }`;
  });
  return `
@group(0) @binding(0) var<storage, ${access(from === 'whole')}> whole: array<${type}>;
${widths.map((_, i) => `@group(0) @binding(${i + 1}) var<storage, ${access(from === 'parts')}> part${i}: array<${type}>;`).join('\n')}
${mainOver(
  'arrayLength(&whole)',
  `
  let row = index / ${whole}u;
  let column = index % ${whole}u;
${moves.join('\n')}`,
)}`;
}
