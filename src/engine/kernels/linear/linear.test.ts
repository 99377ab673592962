import { beforeEach, describe, expect, it } from 'vitest';
import { rehearse } from '../../rehearsal';
import { CUT_FORMS, numbers, onDevice, relativeError, useForm } from '../../testing';
import * as tf from '../../tf';
import type { Tensor1D, Tensor2D } from '../../tf';
import { presentRows } from '../present-rows/present-rows';
import { activate, linear, type Activation } from './linear';

onDevice();

const plain = (activation: Activation) => (x: Tensor2D, kernel: Tensor2D, bias: Tensor1D) =>
  tf.add(tf.matMul(activate(x, activation), kernel), bias) as Tensor2D;

async function differentiate(
  layer: (x: Tensor2D, kernel: Tensor2D, bias: Tensor1D) => Tensor2D,
  [rows, inner, columns]: readonly [number, number, number],
) {
  const results = tf.tidy(() => {
    const inputs = [
      tf.tensor2d(numbers(rows * inner, 1), [rows, inner]),
      tf.tensor2d(numbers(inner * columns, 2), [inner, columns]),
      tf.tensor1d(numbers(columns, 3)),
    ];
    const { value, grads } = tf.valueAndGrads((...given: tf.Tensor[]) =>
      layer(...(given as [Tensor2D, Tensor2D, Tensor1D])),
    )(inputs, tf.tensor2d(numbers(rows * columns, 4), [rows, columns]));
    return [value, ...grads];
  });
  const data = await Promise.all(results.map((tensor) => tensor.data()));
  tf.dispose(results);
  return data;
}

describe.each(CUT_FORMS)('a linear layer, %s', (form) => {
  beforeEach(() => useForm(form));

  it.each([
    ['none', [64, 48, 32]],
    ['relu', [70, 36, 24]],
    ['tanh', [9, 8, 4]],
    ['leaky-relu', [33, 64, 100]],
    // Widths that do not lie in fours, one output, one row.
    ['relu', [37, 13, 7]],
    ['tanh', [20, 12, 1]],
    ['relu', [1, 16, 8]],
    // Sums over rows that a GPU cuts into parts, and over a long input.
    ['tanh', [601, 20, 12]],
    ['leaky-relu', [1030, 9, 5]],
    ['relu', [40, 530, 36]],
  ] as const)('on %s of %j has value and gradients of the composed operations', async (activation, sizes) => {
    const got = await differentiate((x, kernel, bias) => linear(x, kernel, bias, activation), sizes);
    const expected = await differentiate(plain(activation), sizes);
    got.forEach((numbersOf, i) => expect(relativeError(numbersOf, expected[i]!)).toBeLessThan(3e-6));
  });

  it('shares pipelines with one behind a ReLU, but for the gradient of its input', () => {
    const learning = (activation: Activation) => () =>
      tf.tidy(() => {
        const x = tf.zeros<tf.Rank.R2>([16, 8]);
        const loss = (kernel: Tensor2D, bias: Tensor1D) => linear(x, kernel, bias, activation);
        tf.grads((...given: tf.Tensor[]) => loss(...(given as [Tensor2D, Tensor1D])))([
          tf.zeros([8, 4]),
          tf.zeros([4]),
        ]);
      });
    const [alone, behind] = rehearse(learning('none'), learning('relu'));
    expect(alone!.filter(({ label }) => label.startsWith('linear')).length).toBeGreaterThan(1);
    expect(behind).toEqual([]);
  });

  it.each(['none', 'tanh'] as const)('on %s needs no bias', async (activation) => {
    const sizes = [33, 16, 4] as const;
    const got = await differentiate((x, kernel, bias) => tf.add(linear(x, kernel, null, activation), bias), sizes);
    const expected = await differentiate(plain(activation), sizes);
    got.forEach((numbersOf, i) => expect(relativeError(numbersOf, expected[i]!)).toBeLessThan(3e-6));
  });

  it.each([
    ['none', [64, 48, 32], 0.3],
    ['tanh', [200, 24, 12], 0.1],
    ['relu', [48, 8, 4], 0],
    ['relu', [48, 8, 4], 1],
    ['relu', [37, 13, 7], 0.5],
    ['tanh', [700, 24, 12], 0.3],
    ['none', [530, 9, 8], 0],
    ['relu', [60, 520, 16], 0.4],
  ] as const)(
    'on %s of %j computes nothing for rows that do not count, of which a share of %f does',
    async (activation, sizes, share) => {
      const [rows, inner, columns] = sizes;
      const mask = numbers(rows, 8).map((x) => ((x + 1) / 2 < share ? 1 : 0));
      const there =
        (width: number, otherwise: number) =>
        (value: number, at: number): number =>
          mask[Math.floor(at / width)] === 1 ? value : otherwise;
      const run = (
        layer: (x: Tensor2D, kernel: Tensor2D, bias: Tensor1D) => Tensor2D,
        x: Float32Array,
        dy: Float32Array,
      ) =>
        tf.tidy(() => {
          const given = [
            tf.tensor2d(x, [rows, inner]),
            tf.tensor2d(numbers(inner * columns, 2), [inner, columns]),
            tf.tensor1d(numbers(columns, 3)),
          ];
          const { value, grads } = tf.valueAndGrads((...[a, b, c]: tf.Tensor[]) =>
            layer(a as Tensor2D, b as Tensor2D, c as Tensor1D),
          )(given, tf.tensor2d(dy, [rows, columns]));
          return [value, ...grads];
        });
      const [x, dy] = [numbers(rows * inner, 1), numbers(rows * columns, 4)];
      // 1e30 where nothing counts: any of it that is read shows.
      const own = run(
        (...[a, b, c]) => linear(a, b, c, activation, presentRows(tf.tensor1d(mask))),
        x.map(there(inner, 1e30)),
        dy.map(there(columns, 1e30)),
      );
      const expected = run(plain(activation), x.map(there(inner, 0)), dy.map(there(columns, 0)));
      const [got, wanted] = await Promise.all(
        [own, expected].map((tensors) => Promise.all(tensors.map((tensor) => tensor.data()))),
      );
      tf.dispose([own, expected]);
      got!.forEach((values, i) => expect(relativeError(values, wanted![i]!)).toBeLessThan(3e-6));
    },
  );

  it.each(['none', 'relu', 'tanh', 'leaky-relu'] as const)(
    'on %s hides nothing that is no number: divergence is seen in the loss',
    async (activation) => {
      const results = tf.tidy(() => {
        const x = tf.tensor2d([Number.NaN, ...numbers(8 * 8 - 1)], [8, 8]);
        return [
          linear(x, tf.ones([8, 8]), tf.zeros([8]), activation),
          linear(x, tf.ones([8, 8]), tf.zeros([8])),
          activate(tf.add(x, 0), activation),
        ];
      });
      const [after, before, alone] = await Promise.all(results.map((tensor) => tensor.data()));
      tf.dispose(results);
      const bad = (values: ArrayLike<number>) =>
        Array.from(values).flatMap((value, at) => (Number.isNaN(value) ? [at] : []));
      expect(bad(after!)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      expect(bad(before!)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      expect(bad(alone!)).toEqual([0]);
    },
  );
});

it('has no slope at zero and survives inputs where exp overflows', async () => {
  const x = Float32Array.of(0, 200, -200, 1);
  const results = tf.tidy(() =>
    (['relu', 'tanh'] as const).map((activation) =>
      tf.grad((t: tf.Tensor) => tf.sum(linear(t as Tensor2D, tf.eye(4), tf.zeros([4]), activation)))(
        tf.tensor2d(x, [1, 4]),
      ),
    ),
  );
  const [relu, tanh] = await Promise.all(results.map((tensor) => tensor.data()));
  tf.dispose(results);
  expect([...relu!]).toEqual([0, 1, 0, 1]);
  expect([...tanh!].slice(0, 3)).toEqual([1, 0, 0]);
  expect(tanh![3]).toBeCloseTo(1 - Math.tanh(1) ** 2, 6);
});
