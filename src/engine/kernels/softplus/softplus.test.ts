import { expect, it } from 'vitest';
import { numbers, onDevice } from '../../testing';
import * as tf from '../../tf';
import { softplus } from './softplus';

onDevice();

it('keeps six digits of log(1 + e^x) and of its slope from -80 to 300', async () => {
  const x = Float32Array.of(-80, -20, -10, -5, -4.6, -1, 0, 0.5, 4, 15, 90, 300);
  const dy = numbers(x.length);
  const { value, grad } = tf.valueAndGrad((given: tf.Tensor1D) => softplus(given))(tf.tensor1d(x), tf.tensor1d(dy));
  const [values, slopes] = await Promise.all([value.data(), grad.data()]);
  tf.dispose([value, grad]);
  x.forEach((a, i) => {
    expect(Math.abs(values[i]! / (Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)))) - 1), `at ${a}`).toBeLessThan(
      3e-6,
    );
    expect(Math.abs(slopes[i]! / (dy[i]! / (1 + Math.exp(-a))) - 1), `slope at ${a}`).toBeLessThan(3e-6);
  });
});
