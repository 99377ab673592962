import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../device';
import { hostArray } from '../run-kernel';
import * as tf from '../tf';
import { numbersFor, zeroTensor } from './arrays';

beforeAll(openCpu);

/** Of no other test: what waits is asked for by its length. */
let length = 20_000;
const lengthOfItsOwn = (): number => length++;

/** A tensor that took over an array from the pool. */
function pooled(count: number): { tensor: tf.Tensor1D; array: Float32Array } {
  const array = numbersFor(count).fill(7);
  const tensor = tf.tensor1d(array);
  expect(hostArray(tensor)).toBe(array);
  return { tensor, array };
}

describe('an array of results', () => {
  it('is used again once its tensor is gone, and once', () => {
    const count = lengthOfItsOwn();
    const { tensor, array } = pooled(count);
    expect(numbersFor(count)).not.toBe(array);
    tensor.dispose();
    expect(numbersFor(count)).toBe(array);
    expect(numbersFor(count)).not.toBe(array);
  });

  it('stays while another tensor is the same numbers', () => {
    const count = lengthOfItsOwn();
    const { tensor, array } = pooled(count);
    const [copy, matrix] = [tf.clone(tensor), tf.reshape(tensor, [1, count])];
    tensor.dispose();
    copy.dispose();
    expect(numbersFor(count)).not.toBe(array);
    matrix.dispose();
    expect(numbersFor(count)).toBe(array);
  });

  it.each([
    ['who has read it', (tensor: tf.Tensor1D) => tensor.dataSync()],
    ['a part of it', (tensor: tf.Tensor1D) => hostArray(tf.slice(tensor, 5, 10))],
    ['what it was split into', (tensor: tf.Tensor1D) => hostArray(tf.unstack(tf.reshape(tensor, [2, -1]))[1]!)],
  ])('is kept by %s', (_, read) => {
    const count = lengthOfItsOwn() * 2;
    const { tensor, array } = pooled(count);
    const kept = read(tensor);
    tensor.dispose();
    const next = numbersFor(count).fill(0);
    expect(next).not.toBe(array);
    expect([...new Set(kept)]).toEqual([7]);
  });

  it('of a caller is never taken', () => {
    const own = new Float32Array(lengthOfItsOwn()).fill(3);
    tf.tensor1d(own).dispose();
    expect(numbersFor(own.length)).not.toBe(own);
  });

  it('holds zeros where zeros are asked for', () => {
    const count = lengthOfItsOwn();
    pooled(count).tensor.dispose();
    expect([...new Set(hostArray(zeroTensor([count])))]).toEqual([0]);
  });

  it('is made anew where it is small: that costs nothing', () => {
    const { tensor, array } = pooled(100);
    tensor.dispose();
    expect(numbersFor(100)).not.toBe(array);
  });

  it('goes where too many wait', () => {
    const count = 2 ** 24 + 1;
    const both = [pooled(count), pooled(count)];
    for (const { tensor } of both) tensor.dispose();
    const arrays = both.map(({ array }) => array);
    expect([numbersFor(count), numbersFor(count)].map((next) => arrays.some((array) => array === next))).toEqual([
      true,
      false,
    ]);
  });
});
