/**
 * Operations that only move numbers, in place of tfjs's CPU kernels: those find the place of every number by arrays of
 * coordinates.
 */
import * as tf from '../tf';
import type { TensorInfo } from '../tf';
import { numbersFor } from './arrays';
import { eachLine, stepsOf } from './lines';
import { replaceKernel, type CpuKernel } from './replace-kernel';

/** Numbers of some shape in an array, as far apart in each dimension as `steps` says. */
interface Place {
  numbers: Float32Array;
  first: number;
  steps: readonly number[];
}

function move(shape: readonly number[], from: Place, to: Place): void {
  const dimensions = shape.map((size, d) => ({ size, a: from.steps[d]!, b: to.steps[d]! }));
  const { size: across, a: step } = dimensions.at(-1)!;
  const [x, out] = [from.numbers, to.numbers];
  if (shape.includes(0)) return;
  // In `to` the numbers of a line lie side by side.
  eachLine(dimensions, (_, a, b) => {
    for (let k = 0; k < across; k++) out[to.first + b + k] = x[from.first + a + k * step]!;
  });
}

const offset = (at: readonly number[], steps: readonly number[]): number =>
  at.reduce((sum, place, d) => sum + place * steps[d]!, 0);

/** The part of x that begins at `begin`. */
function part(x: Float32Array, shape: readonly number[], begin: readonly number[], size: number[]) {
  const steps = stepsOf(shape);
  const numbers = numbersFor(tf.util.sizeFromShape(size));
  move(size, { numbers: x, first: offset(begin, steps), steps }, { numbers, first: 0, steps: stepsOf(size) });
  return numbers;
}

const isMoved = ({ dtype, shape }: TensorInfo): boolean => dtype === 'float32' && shape.length > 0;

const slice: CpuKernel = ({ inputs, attrs, numbers, make, before }) => {
  const x = inputs['x'] as tf.Tensor;
  if (!isMoved(x)) return before();
  const asked = attrs as unknown as { begin: number[]; size: number[] };
  const [begin, size] = tf.slice_util.parseSliceParams(x, asked.begin, asked.size);
  tf.slice_util.assertParamsValid(x, begin!, size!);
  // What lies in one piece is not copied.
  if (tf.slice_util.isSliceContinous(x.shape, begin!, size!)) return before();
  return make(size!, part(numbers(x), x.shape, begin!, size!));
};

const split: CpuKernel = ({ inputs, attrs, numbers, make, before }) => {
  const x = inputs['x'] as tf.Tensor;
  const asked = attrs as unknown as { numOrSizeSplits: number[] | number; axis: number };
  const axis = tf.util.parseAxisParam(asked.axis, x.shape)[0]!;
  if (!isMoved(x) || axis === 0) return before();
  let at = 0;
  return tf.backend_util.prepareSplitSize(x, asked.numOrSizeSplits, axis).map((length) => {
    const size = x.shape.with(axis, length);
    const begin = size.map((_, d) => (d === axis ? at : 0));
    at += length;
    return make(size, part(numbers(x), x.shape, begin, size));
  });
};

const pad: CpuKernel = ({ inputs, attrs, numbers, make, before }) => {
  const x = inputs['x'] as TensorInfo;
  const { paddings, constantValue } = attrs as unknown as { paddings: [number, number][]; constantValue: number };
  if (!isMoved(x)) return before();
  const shape = x.shape.map((length, d) => paddings[d]![0] + length + paddings[d]![1]);
  const out = numbersFor(tf.util.sizeFromShape(shape)).fill(constantValue);
  const steps = stepsOf(shape);
  const first = offset(
    paddings.map(([before]) => before),
    steps,
  );
  move(x.shape, { numbers: numbers(x), first: 0, steps: stepsOf(x.shape) }, { numbers: out, first, steps });
  return make(shape, out);
};

const reverse: CpuKernel = ({ inputs, attrs, numbers, make, before }) => {
  const x = inputs['x'] as TensorInfo;
  if (!isMoved(x)) return before();
  const turned = new Set(tf.util.parseAxisParam((attrs as unknown as { dims: number | number[] }).dims, x.shape));
  const steps = stepsOf(x.shape);
  const out = numbersFor(tf.util.sizeFromShape(x.shape));
  const ends = x.shape.map((length, d) => (turned.has(d) ? length - 1 : 0));
  const back = steps.map((step, d) => (turned.has(d) ? -step : step));
  move(x.shape, { numbers: numbers(x), first: offset(ends, steps), steps: back }, { numbers: out, first: 0, steps });
  return make(x.shape, out);
};

export function installMoves(): void {
  replaceKernel('Slice', slice);
  replaceKernel('SplitV', split);
  replaceKernel('PadV2', pad);
  replaceKernel('Reverse', reverse);
}
