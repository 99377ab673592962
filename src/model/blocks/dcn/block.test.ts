import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { harnessContext } from '../../harness/context';
import dcn from './block';
import forward from './forward';

beforeAll(openCpu);
const type = { kind: 'vector', width: 2, parts: [{ name: 'id', width: 2 }] } as const;
type Layer = readonly [kernel: number[][], bias: number[]];
const crossed = (version: 'v1' | 'v2', layers: readonly Layer[]) => {
  const weights = Object.fromEntries(
    layers.flatMap(([kernel, bias], at) => [
      [`layer${at + 1}/kernel`, tf.tensor2d(kernel)],
      [`layer${at + 1}/bias`, tf.tensor1d(bias)],
    ]),
  );
  return forward(
    { vector: { type, values: tf.tensor2d([[2, 3]]) } },
    weights,
    { version, layers: layers.length, project: 0 },
    harnessContext({ training: true }),
  ).vector.values.array();
};

describe('dcn', () => {
  // [2, 3] . [1, -1] = -1: [2, 3] (-1) + [.5, 0] + [2, 3] = [.5, 0]; that . [2, 1] = 1: [2, 3] + [0, 1] + [.5, 0].
  it('v1 crosses the input with one number per layer', async () => {
    expect(
      await crossed('v1', [
        [
          [[1], [-1]],
          [0.5, 0],
        ],
      ]),
    ).toEqual([[0.5, 0]]);
    expect(
      await crossed('v1', [
        [
          [[1], [-1]],
          [0.5, 0],
        ],
        [
          [[2], [1]],
          [0, 1],
        ],
      ]),
    ).toEqual([[2.5, 4]]);
  });

  // [2, 3] W + [1, 0] = [9, -3]: [18, -9] + [2, 3] = [20, -6]; that itself, W being 1: [40, -18] + [20, -6].
  it('v2 crosses it with a vector, the bias inside the product', async () => {
    expect(
      await crossed('v2', [
        [
          [
            [1, 0],
            [2, -1],
          ],
          [1, 0],
        ],
      ]),
    ).toEqual([[20, -6]]);
    expect(
      await crossed('v2', [
        [
          [
            [1, 0],
            [2, -1],
          ],
          [1, 0],
        ],
        [
          [
            [1, 0],
            [0, 1],
          ],
          [0, 0],
        ],
      ]),
    ).toEqual([[60, -24]]);
  });

  it('may end in a linear map to a width of its own', async () => {
    const weights = {
      'layer1/kernel': tf.zeros([2, 1]),
      'layer1/bias': tf.zeros([2]),
      projection: tf.tensor2d([[1], [10]]),
    };
    const params = { version: 'v1', layers: 1, project: 1 } as const;
    expect(
      await forward(
        { vector: { type, values: tf.tensor2d([[2, 3]]) } },
        weights,
        params,
        harnessContext({ training: true }),
      ).vector.values.array(),
    ).toEqual([[32]]);
    expect(dcn.infer({ vector: type }, params, { table: () => undefined })).toEqual({
      vector: { kind: 'vector', width: 1, parts: [{ name: 'dcn', width: 1 }] },
    });
    expect(dcn.weights({ vector: type }, params)['projection']!.shape).toEqual([2, 1]);
    expect(dcn.cost({ vector: type }, params)).toEqual({ flops: 10 + 4 });
  });

  it('with weights of zero hands the vector through', async () => {
    expect(
      await crossed('v1', [
        [
          [[0], [0]],
          [0, 0],
        ],
      ]),
    ).toEqual([[2, 3]]);
    expect(
      await crossed('v2', [
        [
          [
            [0, 0],
            [0, 0],
          ],
          [0, 0],
        ],
      ]),
    ).toEqual([[2, 3]]);
  });

  it('keeps the width, and has a vector or a matrix per layer', () => {
    const shapes = (version: 'v1' | 'v2') =>
      Object.entries(dcn.weights({ vector: type }, { version, layers: 2, project: 0 })).map(([name, { shape }]) => [
        name,
        shape,
      ]);
    expect(shapes('v1')).toEqual([
      ['layer1/kernel', [2, 1]],
      ['layer1/bias', [2]],
      ['layer2/kernel', [2, 1]],
      ['layer2/bias', [2]],
    ]);
    expect(shapes('v2')).toEqual([
      ['layer1/kernel', [2, 2]],
      ['layer1/bias', [2]],
      ['layer2/kernel', [2, 2]],
      ['layer2/bias', [2]],
    ]);
    expect(dcn.infer({ vector: type }, { version: 'v2', layers: 2, project: 0 }, { table: () => undefined })).toEqual({
      vector: { kind: 'vector', width: 2, parts: [{ name: 'dcn', width: 2 }] },
    });
  });

  it('counts 2 x (4 + 2 + 2 + 2) for v1, 2 x (8 + 2 + 2 + 2) for v2', () => {
    expect(dcn.cost({ vector: type }, { version: 'v1', layers: 2, project: 0 })).toEqual({ flops: 20 });
    expect(dcn.cost({ vector: type }, { version: 'v2', layers: 2, project: 0 })).toEqual({ flops: 28 });
  });
});
