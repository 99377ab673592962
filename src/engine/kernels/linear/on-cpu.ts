/** `linear` on the CPU path. */
import { zerosFor } from '../../cpu/arrays';
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
  present: Tensor1D | null,
): Tensor2D {
  const [rows, inner] = x.shape;
  const [, columns] = kernel.shape;
  const counting = new CountingRows(rows, present && hostArray(present));
  const layer = (input: tf.Tensor, weights: tf.Tensor, offset: tf.Tensor | null): LinearLayer => ({
    x: counting.of(hostArray(input), inner),
    kernel: hostArray(weights),
    bias: offset && hostArray(offset),
    rows: counting.count,
    inner,
    columns,
    activation,
  });
  return differentiable<Tensor2D>(
    bias ? { x, kernel, bias } : { x, kernel },
    (save) => {
      const made = linearForward(layer(x, kernel, bias));
      const out = tf.tensor2d(counting.amongAll(made, columns, bias && hostArray(bias)), [rows, columns]);
      save(x, kernel, ...(bias ? [bias] : []));
      return out;
    },
    (dy, [input, weights, offset]) => {
      const gradients = linearGradients(layer(input!, weights!, offset ?? null), counting.of(hostArray(dy), columns));
      return {
        x: () => tf.tensor2d(counting.amongAll(gradients.x, inner, null), [rows, inner]),
        kernel: () => tf.tensor2d(gradients.kernel, [inner, columns]),
        ...(gradients.bias ? { bias: () => tf.tensor1d(gradients.bias!) } : {}),
      };
    },
  );
}

/** Rows that count, of which a product is made without the others. */
class CountingRows {
  readonly count: number;
  /** Null where all count. */
  private readonly places: Int32Array | null;

  /** @param present [1 + rows] as `presentRows` gives it */
  constructor(
    private readonly rows: number,
    present: ArrayLike<number> | null,
  ) {
    this.count = present?.[0] ?? rows;
    this.places = present && this.count < rows ? Int32Array.from(present).subarray(1, 1 + this.count) : null;
  }

  of(values: Float32Array, width: number): Float32Array {
    const { places } = this;
    if (!places) return values;
    const picked = new Float32Array(this.count * width);
    places.forEach((row, at) => picked.set(values.subarray(row * width, (row + 1) * width), at * width));
    return picked;
  }

  /** @param other what the rows that do not count hold; null = zeros */
  amongAll(picked: Float32Array, width: number, other: Float32Array | null): Float32Array {
    const { places, rows } = this;
    if (!places) return picked;
    const values = zerosFor(rows * width);
    if (other) for (let row = 0; row < rows; row++) values.set(other, row * width);
    places.forEach((row, at) => values.set(picked.subarray(at * width, (at + 1) * width), row * width));
    return values;
  }
}
