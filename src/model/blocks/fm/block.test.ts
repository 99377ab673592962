import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { harnessContext } from '../../harness/context';
import fm from './block';
import forward from './forward';

beforeAll(openCpu);
const crossed = (values: number[][]) => {
  const type = { kind: 'fields', names: values.map((_, at) => `${at}`), width: values[0]!.length } as const;
  return forward(
    { fields: { type, values: tf.tensor3d([values]) } },
    {},
    {},
    harnessContext({ training: true }),
  ).vector.values.array();
};

// That one field is exactly zero on the GPU too stands in the test of the kernel.
describe('fm', () => {
  it('sums the products of all pairs, coordinate by coordinate: 3 + 5 + 15, 8 + 12 + 24', async () =>
    expect(
      await crossed([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    ).toEqual([[23, 44]]));
  it('of one field is exactly zero', async () => expect(await crossed([[0.1, -7.3, 1e-3]])).toEqual([[0, 0, 0]]));

  it('takes the parts of a vector for fields, where they have one width', async () => {
    const type = {
      kind: 'vector',
      width: 4,
      parts: [
        { name: 'id', width: 2 },
        { name: 'genre', width: 2 },
      ],
    } as const;
    expect(fm.infer({ fields: type }, {}, { table: () => undefined })).toEqual({
      vector: { kind: 'vector', width: 2, parts: [{ name: 'fm', width: 2 }] },
    });
    expect(
      await forward(
        { fields: { type, values: tf.tensor2d([[1, 2, 3, 4]]) } },
        {},
        {},
        harnessContext({ training: true }),
      ).vector.values.array(),
    ).toEqual([[3, 8]]);
    const uneven = {
      ...type,
      parts: [
        { name: 'id', width: 3 },
        { name: 'genre', width: 1 },
      ],
    };
    expect(fm.infer({ fields: uneven }, {}, { table: () => undefined })).toEqual({
      code: 'width-mismatch',
      field: 'fields',
      values: { left: 3, right: 1 },
    });
  });

  it('is a vector as wide as a field, not a number', () => {
    const fields = { kind: 'fields', names: ['id', 'genre', 'year'], width: 16 } as const;
    expect(fm.infer({ fields }, {}, { table: () => undefined })).toEqual({
      vector: { kind: 'vector', width: 16, parts: [{ name: 'fm', width: 16 }] },
    });
    expect(fm.cost({ fields }, {})).toEqual({ flops: 144 });
  });
});
