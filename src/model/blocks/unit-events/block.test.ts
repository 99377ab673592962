import { beforeAll, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { harnessContext } from '../../harness/context';
import forward from './forward';

beforeAll(openCpu);

it('brings each field of each event to length one, and leaves what is zero at zero', async () => {
  const type = { kind: 'sequence', names: ['id', 'genre'], length: 2, width: 2, past: 'all' } as const;
  const mask = tf.tensor2d([[0, 1]]);
  const values = tf.tensor4d([
    [
      [
        [0, 0],
        [0, 0],
      ],
      [
        [3, -4],
        [0, 0.5],
      ],
    ],
  ]);
  const sequence = { type, values, mask, ageDays: tf.zeros([1, 2]) as tf.Tensor2D };
  const out = forward({ sequence }, {}, {}, harnessContext({ training: false })).sequence;
  const numbers = [...(await out.values.data())];
  [0, 0, 0, 0, 0.6, -0.8, 0, 1].forEach((value, n) => expect(numbers[n]).toBeCloseTo(value, 6));
  expect(out.mask).toBe(mask);
  // A pool may not take the rows from the table behind its back.
  expect(out.pool).toBeUndefined();
});

it('hands on a pool of the events, which brings them to length one', () => {
  const type = { kind: 'sequence', names: ['id'], length: 1, width: 2, past: 'all' } as const;
  const asked: unknown[] = [];
  const sequence = {
    type,
    get values(): tf.Tensor4D {
      throw new Error('nobody looks them up');
    },
    mask: tf.tensor2d([[1]]),
    ageDays: tf.zeros([1, 1]) as tf.Tensor2D,
    pool(shares: tf.Tensor2D, unit?: boolean) {
      asked.push(unit);
      return shares;
    },
  };
  const out = forward({ sequence }, {}, {}, harnessContext({ training: false })).sequence;
  expect(out.pool!(sequence.mask)).toBe(sequence.mask);
  expect(asked).toEqual([true]);
});
