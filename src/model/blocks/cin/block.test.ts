import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import { uniforms } from '../../../engine/kernels/counter-uniform/reference';
import * as tf from '../../../engine/tf';
import { checkParam } from '../../document/params';
import { harnessContext } from '../../harness/context';
import cin from './block';
import forward from './forward';

beforeAll(openCpu);

/** @param kernels one per layer: a row per product (map, field), a column per new map */
const interacted = (values: number[][], kernels: readonly number[][][], activation: 'identity' | 'relu') => {
  const type = { kind: 'fields', names: values.map((_, at) => `${at}`), width: values[0]!.length } as const;
  const weights = Object.fromEntries(kernels.map((kernel, at) => [`layer${at + 1}/kernel`, tf.tensor2d(kernel)]));
  const params = { layers: kernels.map((kernel) => kernel[0]!.length), activation };
  return forward(
    { fields: { type, values: tf.tensor3d([values]) } },
    weights,
    params,
    harnessContext({ training: true }),
  ).vector.values.array();
};

describe('cin', () => {
  // Sums over the coordinates: 1 + 4, 3 + 8, 3 + 8, 9 + 16.
  it.each(['identity', 'relu'] as const)('mixes the products of every map and every field, %s', async (activation) => {
    expect(
      await interacted(
        [
          [1, 2],
          [3, 4],
        ],
        [[[1], [10], [100], [1000]]],
        activation,
      ),
    ).toEqual([[5 + 110 + 1100 + 25_000]]);
  });

  // The map of layer 1 is [1, 2] x [3, 4] = [3, 8]; layer 2 multiplies it with the fields: [3, 16] + 10 [9, 32].
  it.each(['identity', 'relu'] as const)(
    'goes one degree higher with each layer, and keeps the sums of all, %s',
    async (activation) => {
      expect(
        await interacted(
          [
            [1, 2],
            [3, 4],
          ],
          [
            [[0], [1], [0], [0]],
            [[1], [10]],
          ],
          activation,
        ),
      ).toEqual([[11, 19 + 410]]);
    },
  );

  it('rectifies each coordinate of a map, not their sum: 3 - 8', async () => {
    expect(
      await interacted(
        [
          [1, -2],
          [3, 4],
        ],
        [[[0], [1], [0], [0]]],
        'relu',
      ),
    ).toEqual([[3]]);
    expect(
      await interacted(
        [
          [1, -2],
          [3, 4],
        ],
        [[[0], [1], [0], [0]]],
        'identity',
      ),
    ).toEqual([[-5]]);
  });

  it('may sum before it mixes in the last identity layer: where nothing is negative a ReLU network, which may not, gives the same', async () => {
    const drawn = (rows: number, columns: number, stream: number) =>
      Array.from({ length: rows }, (_, row) => [...uniforms(1, row, stream, columns)]);
    const [fields, kernels] = [drawn(3, 5, 1), [drawn(9, 4, 2), drawn(12, 2, 3)]];
    const [identity, relu] = await Promise.all(
      (['identity', 'relu'] as const).map((activation) => interacted(fields, kernels, activation)),
    );
    identity![0]!.forEach((sum, at) => expect(sum).toBeCloseTo(relu![0]![at]!, 3));
    expect(identity![0]).toHaveLength(6);
  });

  it('is as wide as all its maps, with a kernel of maps x fields rows per layer', () => {
    const fields = { kind: 'fields', names: ['id', 'genre', 'year'], width: 8 } as const;
    const params = { layers: [4, 2], activation: 'identity' } as const;
    expect(cin.infer({ fields }, params, { table: () => undefined })).toEqual({
      vector: { kind: 'vector', width: 6, parts: [{ name: 'cin', width: 6 }] },
    });
    expect(Object.entries(cin.weights({ fields }, params)).map(([name, { shape }]) => [name, shape])).toEqual([
      ['layer1/kernel', [9, 4]],
      ['layer2/kernel', [12, 2]],
    ]);
    // 8 (9 + 2 x 9 x 4 + 4), then 2 x 8 x 12 + 2 x 12 x 2; with ReLU 8 (9 + 72 + 8) + 8 (12 + 48 + 4).
    expect(cin.cost({ fields }, params)).toEqual({ flops: 680 + 240 });
    expect(cin.cost({ fields }, { ...params, activation: 'relu' })).toEqual({ flops: 712 + 512 });
  });

  it('takes the parts of a vector for fields, where they have one width', async () => {
    const type = {
      kind: 'vector',
      width: 4,
      parts: [
        { name: 'id', width: 2 },
        { name: 'genre', width: 2 },
      ],
    } as const;
    const params = { layers: [1], activation: 'identity' } as const;
    expect(cin.weights({ fields: type }, params)['layer1/kernel']!.shape).toEqual([4, 1]);
    const weights = { 'layer1/kernel': tf.tensor2d([[1], [10], [100], [1000]]) };
    expect(
      await forward(
        { fields: { type, values: tf.tensor2d([[1, 2, 3, 4]]) } },
        weights,
        params,
        harnessContext({ training: true }),
      ).vector.values.array(),
    ).toEqual([[5 + 110 + 1100 + 25_000]]);
    const uneven = {
      ...type,
      parts: [
        { name: 'id', width: 3 },
        { name: 'genre', width: 1 },
      ],
    };
    expect(cin.infer({ fields: uneven }, params, { table: () => undefined })).toMatchObject({ code: 'width-mismatch' });
  });

  it('has at least one layer', () => {
    expect(checkParam(cin.params.layers, [])).toEqual({ got: '[]', allowed: '1 – 4 × integer 1 – 128' });
    expect(checkParam(cin.params.layers, [8])).toBeNull();
  });
});
