import { beforeAll, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { harnessContext } from '../../harness/context';
import layerNorm from './block';
import forward from './forward';

beforeAll(openCpu);
const type = { kind: 'vector', width: 4, parts: [{ name: 'all', width: 4 }] } as const;
const run = async (x: number[][], gain: number[], shift: number[]): Promise<number[][]> =>
  (await forward(
    { vector: { type, values: tf.tensor2d(x) } },
    { gain: tf.tensor1d(gain), shift: tf.tensor1d(shift) },
    {},
    harnessContext({ training: true }),
  ).vector.values.array()) as number[][];

it('has mean 0 and deviation 1 in each row at first, whatever its size', async () => {
  const weights = layerNorm.weights({ vector: type }, {});
  expect([weights.gain?.init, weights.shift?.init]).toEqual([
    { kind: 'constant', value: 1 },
    { kind: 'constant', value: 0 },
  ]);
  const rows = await run(
    [
      [1, 1, 3, 3],
      [700, 700, 900, 900],
    ],
    [1, 1, 1, 1],
    [0, 0, 0, 0],
  );
  for (const row of rows) row.forEach((x, i) => expect(x).toBeCloseTo(i < 2 ? -1 : 1, 4));
});

it('gives each number its own gain and shift', async () => {
  const [row] = await run([[1, 1, 3, 3]], [1, 2, 3, 0], [0, 1, 0, 5]);
  row!.forEach((x, i) => expect(x).toBeCloseTo([-1, -1, 3, 5][i]!, 4));
});
