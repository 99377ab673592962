import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { harnessContext } from '../../harness/context';
import forward from './forward';

beforeAll(openCpu);
const type = { kind: 'vector', width: 100, parts: [] } as const;
const run = (training: boolean, rate: number) =>
  forward(
    { vector: { type, values: tf.ones([100, 100]) as tf.Tensor2D } },
    {},
    { rate },
    harnessContext({ training }),
  ).vector.values.data();

describe('dropout', () => {
  it('drops its share of the numbers and scales the others so that the mean stays', async () => {
    const values = await run(true, 0.75);
    expect([...new Set(values)].sort()).toEqual([0, 4]);
    const mean = Float32Array.from(values).reduce((a, b) => a + b, 0) / values.length;
    expect(mean).toBeGreaterThan(0.93);
    expect(mean).toBeLessThan(1.07);
  });

  it('drops the same numbers when the same step runs again', async () =>
    expect([...(await run(true, 0.5))]).toEqual([...(await run(true, 0.5))]));

  it('does nothing outside training', async () => expect([...new Set(await run(false, 0.9))]).toEqual([1]));
});
