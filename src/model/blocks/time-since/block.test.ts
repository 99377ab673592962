import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { withDefaults } from '../../document/params';
import { harnessContext } from '../../harness/context';
import timeSince from './block';
import forward from './forward';

beforeAll(openCpu);

/** Vectors of rows whose past events are so many days old, null where there is none. */
async function vectorsOf(ages: readonly (readonly (number | null)[])[], age: readonly number[][]): Promise<number[][]> {
  const length = ages[0]!.length;
  const type = { kind: 'sequence', names: ['id'], length, width: 1, past: 'all' } as const;
  const sequence = {
    type,
    values: tf.zeros([ages.length, length, 1, 1]) as tf.Tensor4D,
    mask: tf.tensor2d(ages.map((row) => row.map((days) => Number(days !== null)))),
    ageDays: tf.tensor2d(ages.map((row) => row.map((days) => days ?? 0))),
  };
  const params = { width: age[0]!.length, buckets: age.length, finest: 0.5 };
  const weights = { age: tf.tensor2d(age.map((row) => [...row])) };
  return (await forward(
    { sequence },
    weights,
    params,
    harnessContext({ training: true }),
  ).vector.values.array()) as number[][];
}

describe('time since the last event', () => {
  // First bucket of half a day: bounds at 0.5, 1.5 and 3.5 days.
  it('is the vector of the bucket of the newest event, the last one without end', async () => {
    const of = (newest: number) => [400, 20, newest];
    const rows = [0, 0.49, 0.5, 1.49, 1.5, 3.49, 3.5, 9999].map(of);
    const age = [
      [1, 10],
      [2, 20],
      [3, 30],
      [4, 40],
    ];
    expect(await vectorsOf(rows, age)).toEqual([1, 1, 2, 2, 3, 3, 4, 4].map((bucket) => age[bucket - 1]));
  });

  it('is zero without a past: that is no age of zero', async () => {
    expect(
      await vectorsOf(
        [
          [null, null],
          [null, 0],
        ],
        [[5], [6]],
      ),
    ).toEqual([[0], [5]]);
  });

  it('asks for ages, and cannot be trained at every position, since they count from the moment of the row', () => {
    const params = withDefaults(timeSince.params, {});
    expect(timeSince.readsAges!(params)).toBe(true);
    expect(timeSince.causal?.(params) ?? false).toBe(false);
  });
});
