/**
 * Arrays for results of the CPU path, used again once the tensor that has one is gone. A new array of a megabyte costs
 * a page fault every four kilobytes, and the collector comes for the old one: of a step that reads long pasts these
 * were most of the time.
 *
 * Only what nobody else can hold is used again: an array goes from here into one tensor, and whoever reads the tensor's
 * numbers, or makes a second tensor of the same memory, keeps it for good.
 */
import * as tf from '../tf';
import type { Rank, ShapeMap, Tensor } from '../tf';
import { watchCpuArrays } from '../tfjs-internals';

/** Numbers below which a new array costs nothing. */
const LEAST = 2 ** 14;
/** Numbers that wait to be used again at the most: 128 MiB. */
const MOST_FREE = 2 ** 25;

type State = 'given out' | 'in a tensor';
const states = new WeakMap<ArrayBufferLike, State>();
const free = new Map<number, Float32Array<ArrayBuffer>[]>();
let waiting = 0;

/** So many numbers, which hold anything, for a tensor to take over. */
export function numbersFor(count: number): Float32Array<ArrayBuffer> {
  if (count < LEAST) return new Float32Array(count);
  const found = free.get(count)?.pop();
  if (found) waiting -= count;
  const array = found ?? new Float32Array(count);
  states.set(array.buffer, 'given out');
  return array;
}

/** The same, of zeros. */
export const zerosFor = (count: number): Float32Array<ArrayBuffer> => numbersFor(count).fill(0);

/** A tensor of zeros. */
export const zeroTensor = <R extends Rank>(shape: ShapeMap[R]): Tensor<R> =>
  tf.tensor(zerosFor(tf.util.sizeFromShape(shape)), shape);

const forget = (array: Float32Array): unknown => states.delete(array.buffer);

/** Of the CPU backend that is in use. */
export function reuseArrays(): void {
  watchCpuArrays({
    written(array) {
      const state = states.get(array.buffer);
      if (state === 'given out') states.set(array.buffer, 'in a tensor');
      else if (state) forget(array);
    },
    read: forget,
    gone(array) {
      if (states.get(array.buffer) !== 'in a tensor') return;
      forget(array);
      const { length } = array;
      if (waiting + length > MOST_FREE) return;
      waiting += length;
      const others = free.get(length);
      if (others) others.push(array);
      else free.set(length, [array]);
    },
  });
}
