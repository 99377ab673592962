/** `linear` on the CPU path. */
import { linearForward, linearGradients, type LinearLayer } from '../../cpu/product';
import { differentiable } from '../../differentiable';
import { hostArray } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor1D, Tensor2D } from '../../tf';

/** @see linear */
export function linearOnCpu(
  x: Tensor2D,
  kernel: Tensor2D,
  bias: Tensor1D | null,
  activation: LinearLayer['activation'],
): Tensor2D {
  const [rows, inner] = x.shape;
  const [, columns] = kernel.shape;
  const layer = (input: tf.Tensor, weights: tf.Tensor, offset: tf.Tensor | null): LinearLayer => ({
    x: hostArray(input),
    kernel: hostArray(weights),
    bias: offset && hostArray(offset),
    rows,
    inner,
    columns,
    activation,
  });
  return differentiable<Tensor2D>(
    bias ? { x, kernel, bias } : { x, kernel },
    (save) => {
      const out = tf.tensor2d(linearForward(layer(x, kernel, bias)), [rows, columns]);
      save(x, kernel, ...(bias ? [bias] : []));
      return out;
    },
    (dy, [input, weights, offset]) => {
      const gradients = linearGradients(layer(input!, weights!, offset ?? null), hostArray(dy));
      return {
        x: () => tf.tensor2d(gradients.x, [rows, inner]),
        kernel: () => tf.tensor2d(gradients.kernel, [inner, columns]),
        ...(gradients.bias ? { bias: () => tf.tensor1d(gradients.bias!) } : {}),
      };
    },
  );
}
