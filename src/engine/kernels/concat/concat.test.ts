import { expect, it } from 'vitest';
import { numbers, onDevice } from '../../testing';
import * as tf from '../../tf';
import type { Tensor2D } from '../../tf';
import { concatColumns } from './concat';

onDevice();

it.each([[[4, 1]], [[5, 8, 3, 16]], [[64, 8, 4]], [[2, 2, 2, 2, 2, 2, 2, 2, 2]]])(
  'columns of widths %j stand side by side, and each gets its own gradient',
  async (widths) => {
    const rows = 70;
    const width = widths.reduce((a, b) => a + b, 0);
    const results = tf.tidy(() => {
      const parts = widths.map((own, i) => tf.tensor2d(numbers(rows * own, i), [rows, own]));
      const dy = tf.tensor2d(numbers(rows * width, 9), [rows, width]);
      const of = (concat: (given: Tensor2D[]) => tf.Tensor) => {
        const { value, grads } = tf.valueAndGrads((...given: tf.Tensor[]) => concat(given as Tensor2D[]))(parts, dy);
        return [value, ...grads];
      };
      return [of(concatColumns), of((given) => tf.concat(given, 1))];
    });
    const [own, plain] = await Promise.all(
      results.map((tensors) => Promise.all(tensors.map((tensor) => tensor.data()))),
    );
    tf.dispose(results);
    expect(own).toEqual(plain);
  },
);
