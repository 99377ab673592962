import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { harnessContext } from '../../harness/context';
import forward from './forward';

beforeAll(openCpu);

describe('l2-normalise', () => {
  it('keeps the direction and leaves the zero vector at zero', async () => {
    const type = { kind: 'vector', width: 2, parts: [] } as const;
    const { vector } = forward(
      {
        vector: {
          type,
          values: tf.tensor2d([
            [0, -5],
            [0, 0],
          ]),
        },
      },
      {},
      {},
      harnessContext({ training: false }),
    );
    const [zero, minusOne, ...rest] = await vector.values.data();
    expect(zero).toBeCloseTo(0, 6);
    expect(minusOne).toBeCloseTo(-1, 6);
    expect(rest).toEqual([0, 0]);
  });
});
