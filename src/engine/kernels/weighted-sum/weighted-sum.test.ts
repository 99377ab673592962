import { expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';
import { weightedSum } from './weighted-sum';

onDevice();

it.each<[[number, number], number | null]>([
  [[7, 3], 0.3],
  [[90, 16], 2],
  [[33, 5], null],
])('of shape %j by %j (null: learnt) has the value and gradients of the composed operations', async (shape, fixed) => {
  const size = shape[0] * shape[1];
  const results = tf.tidy(() => {
    const inputs = [
      tf.tensor2d(numbers(size, 1), shape),
      tf.tensor2d(numbers(size, 2), shape),
      ...(fixed === null ? [tf.tensor1d([0.7])] : []),
    ];
    const of = (sum: (a: tf.Tensor, b: tf.Tensor, scale: number | tf.Tensor) => tf.Tensor) => {
      const { value, grads } = tf.valueAndGrads((...[a, b, scale]: tf.Tensor[]) => sum(a!, b!, scale ?? fixed!))(
        inputs,
        tf.tensor2d(numbers(size, 3), shape),
      );
      return [value, ...grads];
    };
    return [of(weightedSum), of((a, b, scale) => tf.add(a, tf.mul(b, scale)))];
  });
  const [own, plain] = await Promise.all(results.map((tensors) => Promise.all(tensors.map((tensor) => tensor.data()))));
  tf.dispose(results);
  own!.forEach((values, i) => expect(relativeError(values, plain![i]!)).toBeLessThan(2e-6));
});
