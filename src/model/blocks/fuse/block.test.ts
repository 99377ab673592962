import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { harnessContext } from '../../harness/context';
import fuse from './block';
import forward from './forward';

beforeAll(openCpu);
const type = { kind: 'vector', width: 2, parts: [{ name: 'mlp', width: 2 }] } as const;
const wide = { ...type, width: 3 };

describe('fuse', () => {
  it.each([
    ['sum', [111, -6]],
    ['mean', [37, -2]],
  ] as const)('by %s', async (by, expected) => {
    const channels = [
      [1, 0],
      [10, 3],
      [100, -9],
    ].map((row) => ({ type, values: tf.tensor2d([row]) }));
    const [fused] = await forward({ channels }, {}, { by }, harnessContext({ training: true })).vector.values.array();
    expected.forEach((value, i) => expect(fused![i]).toBeCloseTo(value, 4));
  });

  it('makes one part, by whatever name its channels go', () => {
    expect(fuse.infer({ channels: [type, type] }, { by: 'sum' }, { table: () => undefined })).toEqual({
      vector: { kind: 'vector', width: 2, parts: [{ name: 'fusion', width: 2 }] },
    });
    expect(fuse.cost({ channels: [type, type, type] }, { by: 'sum' })).toEqual({ flops: 4 });
    expect(fuse.cost({ channels: [type, type, type] }, { by: 'mean' })).toEqual({ flops: 6 });
  });

  it('refuses channels of different width', () => {
    expect(fuse.infer({ channels: [type, type, wide] }, { by: 'sum' }, { table: () => undefined })).toEqual({
      code: 'width-mismatch',
      field: 'channels',
      values: { left: 2, right: 3 },
    });
  });
});
