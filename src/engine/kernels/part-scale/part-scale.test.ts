import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { FORMS, numbers, onCpu, onDevice, relativeError, useForm } from '../../testing';
import * as tf from '../../tf';
import { partScale } from './part-scale';

onDevice();
afterAll(() => useForm('this adapter'));

const CASES: [rows: number, widths: number[]][] = [
  [5, [3]],
  [70, [16, 8, 1]],
  [300, [4, 4]],
  [6, [1, 1, 1, 1, 1]],
];

async function isPlain(rows: number, widths: readonly number[]): Promise<void> {
  const width = widths.reduce((a, b) => a + b);
  const [x, factors, dy] = [numbers(rows * width, 1), numbers(widths.length, 2), numbers(rows * width, 3)];
  const parts = widths.flatMap((own, part) => Array.from({ length: own }, () => part));
  const results = tf.tidy(() => {
    const { value, grads } = tf.valueAndGrads((a: tf.Tensor, f: tf.Tensor) =>
      partScale(a as tf.Tensor2D, f as tf.Tensor1D, widths),
    )([tf.tensor2d(x, [rows, width]), tf.tensor1d(factors)], tf.tensor2d(dy, [rows, width]));
    return [value, ...grads];
  });
  const found = await Promise.all(results.map((tensor) => tensor.data()));
  tf.dispose(results);
  const slopes = new Float64Array(widths.length);
  dy.forEach((slope, at) => (slopes[parts[at % width]!]! += slope * x[at]!));
  const by = (all: Float32Array): Float64Array => Float64Array.from(all, (a, at) => a * factors[parts[at % width]!]!);
  [by(x), by(dy), slopes].forEach((expected, i) =>
    expect(relativeError(found[i] as Float32Array, expected)).toBeLessThan(2e-6),
  );
}

describe.each(FORMS)('parts by factors of their own, in the form of %s,', (form) => {
  beforeEach(() => useForm(form));

  it.each(CASES)('of %i rows in parts %j are those of plain loops, and so are the slopes', isPlain);
});

it('are the same without WebGPU', async () => {
  for (const one of CASES) await onCpu(() => isPlain(...one));
});
