import { describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';
import { multiplyAdd } from './multiply-add';

onDevice();

type Parts = readonly [a: tf.Tensor2D, s: tf.Tensor2D, c?: tf.Tensor2D];

describe('multiply-add', () => {
  it.each<[rows: number, width: number, across: number, adds: boolean]>([
    [7, 3, 3, true],
    [7, 3, 1, true],
    [90, 16, 1, false],
    [33, 5, 5, false],
  ])(
    'of %i rows of %i numbers by %i factors, adding %j, has the value and gradients of the composed operations',
    async (rows, width, across, adds) => {
      const results = tf.tidy(() => {
        const inputs = [[width, 1], [across, 2], ...(adds ? [[width, 4]] : [])].map(([columns = 0, seed]) =>
          tf.tensor2d(numbers(rows * columns, seed), [rows, columns]),
        );
        const of = (f: (...parts: Parts) => tf.Tensor) => {
          const { value, grads } = tf.valueAndGrads((...parts: tf.Tensor[]) => f(...(parts as unknown as Parts)))(
            inputs,
            tf.tensor2d(numbers(rows * width, 3), [rows, width]),
          );
          return [value, ...grads];
        };
        return [
          of((a, s, c) => multiplyAdd(a, s, c ?? null)),
          of((a, s, c) => (c ? tf.add(tf.mul(a, s), c) : tf.mul(a, s))),
        ];
      });
      const [own, plain] = await Promise.all(
        results.map((tensors) => Promise.all(tensors.map((tensor) => tensor.data()))),
      );
      tf.dispose(results);
      expect(own).toHaveLength(adds ? 4 : 3);
      own!.forEach((values, i) => expect(relativeError(values, plain![i]!)).toBeLessThan(2e-6));
    },
  );

  it('onto its own first factor has one slope of both', async () => {
    const [a, s] = [1, 2].map((seed) => tf.tensor2d(numbers(35, seed), [7, 5]));
    const results = tf.tidy(() =>
      [
        (x: tf.Tensor2D, y: tf.Tensor2D) => multiplyAdd(x, y, x),
        (x: tf.Tensor2D, y: tf.Tensor2D) => tf.add(tf.mul(x, y), x),
      ].map((f) => {
        const { value, grads } = tf.valueAndGrads((x: tf.Tensor, y: tf.Tensor) =>
          f(x as tf.Tensor2D, y as tf.Tensor2D),
        )([a!, s!], tf.tensor2d(numbers(35, 3), [7, 5]));
        return [value, ...grads];
      }),
    );
    const [own, plain] = await Promise.all(
      results.map((tensors) => Promise.all(tensors.map((tensor) => tensor.data()))),
    );
    tf.dispose([a!, s!, ...results.flat()]);
    own!.forEach((values, i) => expect(relativeError(values, plain![i]!)).toBeLessThan(2e-6));
  });

  it('by 1 hands on the bits', async () => {
    const a = numbers(60);
    expect(await multiplyAdd(tf.tensor2d(a, [12, 5]), tf.ones([12, 1]), null).data()).toEqual(a);
  });
});
