import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { initialise } from '../../run/initialise';
import { harnessContext } from '../../harness/context';
import mlp from './block';
import forward from './forward';

beforeAll(openCpu);
const type = { kind: 'vector', width: 2, parts: [{ name: 'in', width: 2 }] } as const;
const weights = {
  'layer1/kernel': tf.tensor2d([
    [1, -1],
    [0, 2],
  ]),
  'layer1/bias': tf.tensor1d([0, 1]),
  'layer2/kernel': tf.tensor2d([[-1], [-1]]),
  'layer2/bias': tf.tensor1d([0.5]),
};
const run = (activation: 'relu' | 'tanh' | 'leaky-relu', lastLinear: boolean) =>
  forward(
    { vector: { type, values: tf.tensor2d([[-3, 1]]) } },
    weights,
    { widths: [2, 1], activation, lastLinear, fromIdentity: false },
    harnessContext({ training: true }),
  ).vector.values.data();

// By hand: layer 1 gives [-3, 3 + 2 + 1] = [-3, 6]; layer 2 is 0.5 - (first + second).
describe('mlp', () => {
  it('keeps the negative coordinates of a linear last layer', async () =>
    expect((await run('relu', true))[0]).toBe(-5.5));
  it('loses them in a rectified last layer', async () => expect((await run('relu', false))[0]).toBe(0));
  it('leaks one hundredth below zero: .5 - (-.03 + 6)', async () =>
    expect((await run('leaky-relu', true))[0]).toBeCloseTo(-5.47, 5));
  it('saturates with tanh: .5 - (tanh -3 + tanh 6)', async () =>
    expect((await run('tanh', true))[0]).toBeCloseTo(0.495067, 5));

  it('declares one kernel and one bias per layer, the kernel as [in, out]', () => {
    const shapes = Object.entries(
      mlp.weights({ vector: type }, { widths: [4, 3], activation: 'relu', lastLinear: true, fromIdentity: false }),
    ).map(([name, { shape }]) => [name, shape]);
    expect(shapes).toEqual([
      ['layer1/kernel', [2, 4]],
      ['layer1/bias', [4]],
      ['layer2/kernel', [4, 3]],
      ['layer2/bias', [3]],
    ]);
  });

  it('starts at the identity where it is asked to, wider and narrower layers alike', () => {
    const kernels = (fromIdentity: boolean) =>
      Object.entries(
        mlp.weights({ vector: type }, { widths: [3, 2], activation: 'relu', lastLinear: true, fromIdentity }),
      )
        .filter(([name]) => name.endsWith('kernel'))
        .map(([name, { shape, init }]) => [...initialise(name, shape[0]! * shape[1]!, init, 7)]);
    expect(kernels(true)).toEqual([
      [1, 0, 0, 0, 1, 0],
      [1, 0, 0, 1, 0, 0],
    ]);
    expect(
      kernels(false)
        .flat()
        .every((x) => Math.abs(x) > 0 && Math.abs(x) < 1.2),
    ).toBe(true);
  });

  it('without layers hands the vector through', () => {
    expect(
      mlp.infer(
        { vector: type },
        { widths: [], activation: 'relu', lastLinear: true, fromIdentity: false },
        { table: () => undefined },
      ),
    ).toEqual({ vector: type });
  });

  it('counts a multiply-add as two operations: 4 x (2 x 2 + 2) + 3 x (2 x 4 + 2)', () => {
    expect(
      mlp.cost({ vector: type }, { widths: [4, 3], activation: 'relu', lastLinear: true, fromIdentity: false }),
    ).toEqual({ flops: 54 });
  });
});
