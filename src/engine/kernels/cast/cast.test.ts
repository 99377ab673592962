import { expect, it } from 'vitest';
import { numbers, onDevice } from '../../testing';
import * as tf from '../../tf';

onDevice();

it.each([6, 1200])(
  '%i truth values and integers, cast to floats, are numbers to a product and to a sum',
  async (count) => {
    const x = numbers(count);
    const above = x.reduce((sum, a) => sum + (a > 0 ? 1 : 0), 0);
    const results = tf.tidy(() => {
      const truth = tf.cast(tf.greater(tf.tensor2d(x, [count / 2, 2]), 0), 'float32');
      const whole = tf.cast(tf.cast(tf.mul(truth, 3), 'int32'), 'float32');
      return [
        tf.sum(truth),
        tf.sum(tf.matMul(tf.ones([1, count / 2]), truth)),
        tf.sum(tf.matMul(tf.ones([1, count / 2]), whole)),
        truth,
      ];
    });
    const [sum, product, threefold, values] = await Promise.all(results.map((tensor) => tensor.data()));
    tf.dispose(results);
    expect([sum![0], product![0], threefold![0]]).toEqual([above, above, 3 * above]);
    expect([...values!]).toEqual(Array.from(x, (a) => (a > 0 ? 1 : 0)));
  },
);
