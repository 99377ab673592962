import { describe, expect, it } from 'vitest';
import { onDevice } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { withDefaults } from '../../document/params';
import { harnessContext } from '../../harness/context';
import times from './block';
import forward from './forward';

onDevice();

type Params = ReturnType<typeof withDefaults<typeof times.params>>;
const paramsOf = (params: Partial<Params> = {}): Params => ({ ...withDefaults(times.params, {}), ...params });

/** What becomes of events that are zero in all numbers unless said, by row and event: two fields of one number. */
async function added(
  params: Params,
  ageDays: number[][],
  weights: Record<string, tf.Tensor>,
  { training = true, event = 0 } = {},
): Promise<number[][]> {
  const [rows, length] = [ageDays.length, ageDays[0]!.length];
  const type = { kind: 'sequence', names: ['id', 'genre'], length, width: 1, past: 'all' } as const;
  const sequence = {
    type,
    values: tf.mul(tf.ones([rows, length, 2, 1]), event) as tf.Tensor4D,
    mask: tf.ones([rows, length]) as tf.Tensor2D,
    ageDays: tf.tensor2d(ageDays),
  };
  const { values } = forward({ sequence }, weights, params, harnessContext({ training })).sequence;
  return (await tf.reshape(values, [rows * length, 2]).array()) as number[][];
}

describe('event times', () => {
  it('adds to each field its part of the position’s vector, counted from the newest event', async () => {
    const position = tf.tensor2d([
      [1, -1],
      [2, -2],
      [3, -3],
    ]);
    expect(
      await added(
        paramsOf({ ages: false }),
        [
          [9, 9, 9],
          [0, 0, 0],
        ],
        { position },
      ),
    ).toEqual([
      [3, -3],
      [2, -2],
      [1, -1],
      [3, -3],
      [2, -2],
      [1, -1],
    ]);
  });

  // First bucket of half a day: bounds at 0.5, 1.5 and 3.5 days.
  it('adds the vector of the age’s bucket, each twice as wide as the one before and the last without end', async () => {
    const age = tf.tensor2d([
      [1, 10],
      [2, 20],
      [3, 30],
      [4, 40],
    ]);
    const found = await added(
      paramsOf({ positions: false, buckets: 4, finest: 0.5 }),
      [
        [0, 0.49, 0.5, 1.49],
        [1.5, 3.49, 3.5, 9999],
      ],
      { age },
    );
    expect(found.map(([id]) => id)).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
    expect(found.map(([, genre]) => genre)).toEqual([10, 10, 20, 20, 30, 30, 40, 40]);
  });

  it('adds both', async () => {
    expect(
      await added(paramsOf({ buckets: 2, finest: 1 }), [[5, 0]], {
        position: tf.tensor2d([
          [1, 2],
          [3, 4],
        ]),
        age: tf.tensor2d([
          [10, 20],
          [100, 200],
        ]),
      }),
    ).toEqual([
      [103, 204],
      [11, 22],
    ]);
  });

  it('scales the events, and not what it adds, by the root of their width', async () => {
    const params = paramsOf({ ages: false, rootScale: true });
    const position = tf.tensor2d([[1, 2]]);
    const [found] = await added(params, [[0]], { position }, { event: 3 });
    [1 + 3 * Math.SQRT2, 2 + 3 * Math.SQRT2].forEach((x, i) => expect(found![i]).toBeCloseTo(x, 5));
  });

  it('drops its share of the sums while training, scales up the others, and drops nothing in serving', async () => {
    const length = 400;
    const position = tf.ones([length, 2]);
    const sums = (training: boolean) =>
      added(paramsOf({ ages: false, dropout: 0.75 }), [Array<number>(length).fill(0)], { position }, { training });
    expect([...new Set((await sums(false)).flat())]).toEqual([1]);
    const found = (await sums(true)).flat();
    expect([...new Set(found)].sort()).toEqual([0, 4]);
    expect(found.reduce((a, b) => a + b, 0) / found.length).toBeCloseTo(1, 0);
  });

  it('asks for ages only where it reads them', () => {
    expect([true, false].map((ages) => times.readsAges!(paramsOf({ ages })))).toEqual([true, false]);
  });

  it('leaves kind, names, length and width as they are', () => {
    const sequence = { kind: 'sequence', names: ['id', 'genre'], length: 3, width: 1, past: 'all' } as const;
    expect(times.infer({ sequence }, paramsOf(), { table: () => undefined })).toEqual({ sequence });
    expect(Object.entries(times.weights({ sequence }, paramsOf())).map(([name, { shape }]) => [name, shape])).toEqual([
      ['position', [3, 2]],
      ['age', [12, 2]],
    ]);
  });
});
