/** Kernels that the CPU path runs in a form of its own, beside plain loops or tfjs's operations. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../device';
import { uniforms } from '../kernels/counter-uniform/reference';
import { dropout } from '../kernels/dropout/dropout';
import { groupScores, groupSums } from '../kernels/group-attention/group-attention';
import { composed as plainShares, historyShares } from '../kernels/history-shares/history-shares';
import { l2GradientOnCpu, l2NormaliseOnCpu } from '../kernels/l2-normalise/on-cpu';
import { l2GradientReference, l2NormaliseReference } from '../kernels/l2-normalise/reference';
import { composed as plainNorm, layerNorm } from '../kernels/layer-norm/layer-norm';
import { lstmGradientOnCpu, lstmOnCpu } from '../kernels/lstm/on-cpu';
import { lstmGradientReference, lstmReference } from '../kernels/lstm/reference';
import { multiplyAdd } from '../kernels/multiply-add/multiply-add';
import { composed as plainSoftmax, rowSoftmax } from '../kernels/row-softmax/row-softmax';
import { composed as plainAttention, selfAttention } from '../kernels/self-attention/self-attention';
import { Storage } from '../storage';
import { numbers, relativeError } from '../testing';
import * as tf from '../tf';
import type { Tensor1D, Tensor2D, Tensor3D } from '../tf';

beforeAll(async () => void (await openCpu()));

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const tensorOf = (shape: readonly number[], seed: number): tf.Tensor =>
  tf.tensor(numbers(sizeOf(shape), seed), [...shape]);
/** [rows, columns]: of every row another number of the last columns is there, of the first none. */
const maskOf = (rows: number, columns: number): Tensor2D =>
  tf.tensor2d(
    Array.from({ length: rows * columns }, (_, at) =>
      Number(at % columns >= columns - ((Math.floor(at / columns) * 5) % (columns + 1))),
    ),
    [rows, columns],
  );

type Operation = (...inputs: tf.Tensor[]) => tf.Tensor;
/** Value and gradients of both, for equal inputs and slopes. */
function expectEqual(shapes: readonly (readonly number[])[], own: Operation, plain: Operation, error = 2e-6): void {
  tf.tidy(() => {
    const inputs = shapes.map((shape, i) => tensorOf(shape, i + 1));
    const dy = tensorOf(plain(...inputs).shape, 50);
    const [found, expected] = [own, plain].map((operation) => {
      const { value, grads } = tf.valueAndGrads(operation)(inputs, dy);
      return [value, ...grads];
    }) as [tf.Tensor[], tf.Tensor[]];
    expected.forEach((tensor, i) => {
      const data = tensor.dataSync();
      expect(found[i]!.shape).toEqual(tensor.shape);
      expect(data.some((x) => x !== 0)).toBe(true);
      expect(relativeError(found[i]!.dataSync(), data), `result ${i}`).toBeLessThan(error);
    });
  });
}

describe('kernels of the CPU path', () => {
  it.each([
    [1, 1],
    [70, 33],
  ])('dropout of [%i, %i]: the draws of the plain loop, for the gradient too', async (rows, columns) => {
    const step = Storage.create('step', [1], 'int32', Uint32Array.of(4));
    const draw = { stream: 77, seed: 5, step };
    const u = uniforms(5, 4, 77, rows * columns);
    const kept = tf.tensor(
      u.map((x) => (x >= Math.fround(0.3) ? 1.5 : 0)),
      [rows, columns],
    );
    const plain: Operation = (x) => tf.mul(x!, kept);
    if (rows > 1) expectEqual([[rows, columns]], (x) => dropout(x!, draw, { rate: 0.3, factor: 1.5 }), plain, 1e-7);
    const x = tensorOf([rows, columns], 1);
    const [own, expected] = [dropout(x, draw, { rate: 0.3, factor: 1.5 }), plain(x)];
    expect([...own.dataSync()].map((y) => y + 0)).toEqual([...expected.dataSync()].map((y) => y + 0));
    step.dispose();
  });

  it.each([[[5]], [[3, 8, 1]], [[64]]])('rows of parts %j of length one', (widths) => {
    const size = 70 * widths.reduce((a, b) => a + b, 0);
    const [x, dy] = [numbers(size, 1), numbers(size, 2)];
    x.fill(0, 0, 9);
    expect(relativeError(l2NormaliseOnCpu(x, widths, 1e-6), l2NormaliseReference(x, widths, 1e-6))).toBeLessThan(2e-6);
    const slopes = [l2GradientOnCpu, l2GradientReference].map((of) => of(x, dy, widths, 1e-6).subarray(9));
    expect(relativeError(slopes[0]!, slopes[1]!)).toBeLessThan(2e-6);
  });

  it.each([
    [5, 7],
    [300, 64],
  ])('layer norm of [%i, %i]', (rows, width) => {
    expectEqual(
      [[rows, width]],
      (x) => layerNorm(x as Tensor2D),
      (x) => plainNorm(x as Tensor2D),
      5e-6,
    );
  });

  it.each([
    [6, 4, 1, false],
    [900, 50, 3, true],
  ])('softmax of %i rows of %i columns, %i for a row of the mask: %j', (rows, columns, each, masked) => {
    const mask = masked ? maskOf(rows / each, columns) : null;
    expectEqual(
      [[rows, columns]],
      (x) => rowSoftmax(x as Tensor2D, mask),
      (x) => plainSoftmax(x as Tensor2D, mask),
    );
  });

  it.each([
    [null, false],
    [5, false],
    [4, true],
  ])('shares of histories, half-life %j, learnt %j', (halfLife, learnt) => {
    const given = (position: tf.Tensor | undefined) => ({
      mask: maskOf(70, 12),
      halfLife,
      position: (position ?? null) as Tensor1D | null,
    });
    if (learnt)
      expectEqual(
        [[12]],
        (p) => historyShares(given(p)),
        (p) => plainShares(given(p)),
      );
    else
      expect(
        relativeError(historyShares(given(undefined)).dataSync(), plainShares(given(undefined)).dataSync()),
      ).toBeLessThan(2e-6);
  });

  it.each([
    [7, 12, 12, true],
    [90, 16, 4, true],
    [33, 5, 1, false],
  ])('a s + c of %i rows of %i numbers and %i factors, adding %j', (rows, width, factors, adds) => {
    const plain: Operation = (a, s, c) => {
      const apart = tf.reshape(a!, [rows, factors, width / factors]);
      const product = tf.reshape(tf.mul(apart, tf.reshape(s!, [rows, factors, 1])), [rows, width]);
      return c ? tf.add(product, c) : product;
    };
    expectEqual(
      [[rows, width], [rows, factors], ...(adds ? [[rows, width]] : [])],
      (a, s, c) => multiplyAdd(a as Tensor2D, s as Tensor2D, (c ?? null) as Tensor2D | null),
      plain,
    );
  });

  it.each([
    [5, 7, 3, 8],
    [90, 50, 2, 5],
  ])('attention of %i rows of %i events to %i groups of %i', (rows, events, groups, width) => {
    const mask = maskOf(rows, events);
    const there = tf.tile(tf.expandDims(mask, 1), [1, groups, 1]);
    const apart = (x: tf.Tensor) => tf.transpose(tf.reshape(x, [rows, events, groups, width]), [0, 2, 1, 3]);
    expectEqual(
      [
        [rows, groups * width],
        [rows, events, groups * width],
      ],
      // What is masked has no slope.
      (q, x) => tf.mul(groupScores(q as Tensor2D, x as Tensor3D, groups, mask), there),
      (q, x) => tf.mul(tf.sum(tf.mul(apart(x!), tf.reshape(q!, [rows, groups, 1, width])), 3), there),
    );
    expectEqual(
      [
        [rows, groups, events],
        [rows, events, groups * width],
      ],
      (a, x) => groupSums(tf.mul(a!, there), x as Tensor3D),
      (a, x) => tf.reshape(tf.sum(tf.mul(apart(x!), tf.expandDims(tf.mul(a!, there), 3)), 2), [rows, groups * width]),
    );
  });

  it.each([
    [9, 5, 2, 4, false],
    [3, 7, 3, 3, true],
    [120, 20, 4, 16, true],
  ])('self-attention of %i rows of %i tokens, %i heads of %i, causal %j', (rows, tokens, heads, size, causal) => {
    const mask = maskOf(rows, tokens);
    expectEqual(
      [[rows * tokens, 3 * heads * size]],
      (x) => selfAttention(x as Tensor2D, mask, heads, { causal }),
      (x) => plainAttention(x as Tensor2D, mask, { rows, tokens, heads, size, causal }),
      1e-5,
    );
  });

  it.each([
    [3, 50, 24],
    [5, 4, 5],
    [200, 6, 8],
    [1, 1, 1],
  ])('a layer of memory of %i rows, %i steps and %i units', (rows, steps, units) => {
    const size = rows * steps * units;
    const sizes = { rows, steps, units };
    const mask = maskOf(rows + 1, steps)
      .dataSync()
      .slice(steps) as Float32Array;
    const gates = numbers(4 * size, 1).map((x) => 3 * x);
    const recurrent = numbers(4 * units * units, 2).map((x) => x / Math.sqrt(units));
    const dy = numbers(size, 3);
    const [own, plain] = [
      { forward: lstmOnCpu, backward: lstmGradientOnCpu },
      { forward: lstmReference, backward: lstmGradientReference },
    ].map(({ forward, backward }) => {
      const zeros = (count: number) => new Float32Array(count);
      const found = { states: zeros(size), opened: zeros(4 * size), cells: zeros(size) };
      forward(sizes, { gates, recurrent, mask }, found);
      const slopes = { dGates: zeros(4 * size), before: zeros(size) };
      backward(sizes, { ...found, recurrent, mask, dy }, slopes);
      return { ...found, ...slopes } as Record<string, Float32Array>;
    }) as [Record<string, Float32Array>, Record<string, Float32Array>];
    for (const [name, values] of Object.entries(plain))
      expect(relativeError(own[name]!, values), name).toBeLessThan(5e-6);
  });
});
