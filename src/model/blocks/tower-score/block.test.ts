import { describe, expect, it } from 'vitest';
import { onDevice } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { withDefaults, type ParamValues } from '../../document/params';
import { harnessContext } from '../../harness/context';
import block from './block';
import forward from './forward';

onDevice();

const type = { kind: 'vector', width: 2, parts: [] } as const;
const none = { table: () => undefined };

/** Two users with two candidates each. */
async function scored(params: Partial<ParamValues<typeof block.params>>, logScale?: number) {
  const { vector, logits } = forward(
    {
      user: {
        type,
        values: tf.tensor2d([
          [3, 4],
          [0, 2],
        ]),
      },
      item: {
        type,
        values: tf.tensor2d([
          [10, 0],
          [0, 5],
          [-1, 0],
          [4, 3],
        ]),
      },
    },
    logScale === undefined ? {} : { logScale: tf.tensor1d([logScale]) },
    withDefaults(block.params, { temperature: 0.5, ...params }),
    harnessContext({ training: true }),
  );
  expect(await logits.values.array()).toEqual(await vector.values.array());
  return ((await vector.values.array()) as number[][]).map(([score]) => score!);
}
const close = (got: number[], expected: number[]) => {
  expect(got).toHaveLength(expected.length);
  got.forEach((score, pair) => expect(score).toBeCloseTo(expected[pair]!, 4));
};

describe('the score of two towers in a ranker', () => {
  it('is the cosine of a user and each of its own candidates over the temperature, as by hand', async () =>
    close(await scored({}), [0.6 / 0.5, 0.8 / 0.5, 0, 0.6 / 0.5]));

  it('or the inner product', async () => close(await scored({ score: 'inner' }), [60, 40, 0, 12]));

  it('or either times a scale that is learnt, and bounded', async () => {
    close(await scored({ learnTemperature: true }, Math.log(10)), [6, 8, 0, 6]);
    close(await scored({ learnTemperature: true }, 9), [120, 160, 0, 120]);
  });

  it('needs towers of one width, and says which side is wider', () =>
    expect(block.infer({ user: type, item: { ...type, width: 3 } }, withDefaults(block.params, {}), none)).toEqual({
      code: 'width-mismatch',
      field: 'item',
      values: { left: 2, right: 3 },
    }));
});
