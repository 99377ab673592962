import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { harnessContext } from '../../harness/context';
import pool from './block';
import forward from './forward';

beforeAll(openCpu);

const type = { kind: 'sequence', names: ['id'], length: 3, width: 1, past: 'all' } as const;
/** Events worth 1, 10 and 100, oldest first; rows with all, the newest two, and none. */
const MASK = [
  [1, 1, 1],
  [0, 1, 1],
  [0, 0, 0],
];

function pooled(
  params: { by: 'mean' | 'recency' | 'learnt' | 'last' | 'attention'; halfLife: number },
  learnt: tf.Tensor = tf.zeros([3]),
  values = tf.tensor4d(MASK.map(() => [[[1]], [[10]], [[100]]])),
  mask = MASK,
): tf.Tensor {
  const sequence = { type, values, mask: tf.tensor2d(mask), ageDays: tf.zeros([3, 3]) as tf.Tensor2D };
  return forward(
    { sequence },
    params.by === 'attention' ? { query: learnt } : { position: learnt },
    params,
    harnessContext({ training: true }),
  ).vector.values;
}
const numbers = async (x: tf.Tensor) => [...(await x.data())];

describe('pool', () => {
  it('averages the events that are there, and gives zero for none', async () => {
    const [all, two, none] = await numbers(pooled({ by: 'mean', halfLife: 1 }));
    expect(all).toBeCloseTo(37, 4);
    expect(two).toBeCloseTo(55, 4);
    expect(none).toBe(0);
  });

  it('halves the weight of an event each half-life further back: (100 + 10/2 + 1/4) / (7/4)', async () => {
    const [all, two] = await numbers(pooled({ by: 'recency', halfLife: 1 }));
    expect(all).toBeCloseTo(60.142857, 3);
    expect(two).toBeCloseTo(70, 3);
  });

  it('learns a weight per position on top of the fading one, counted from the newest event', async () => {
    const [all] = await numbers(pooled({ by: 'learnt', halfLife: 1 }, tf.tensor1d([20, 0, 0])));
    expect(all).toBeCloseTo(100, 3);
    const [start] = await numbers(pooled({ by: 'learnt', halfLife: 1 }));
    expect(start).toBeCloseTo(60.142857, 3);
  });

  it('takes the newest event that is there, and nothing else', async () => {
    expect(await numbers(pooled({ by: 'last', halfLife: 1 }))).toEqual([100, 100, 0]);
    const hidden = [
      [1, 1, 0],
      [1, 0, 0],
      [0, 1, 0],
    ];
    expect(
      await numbers(
        pooled(
          { by: 'last', halfLife: 1 },
          tf.zeros([3]),
          tf.tensor4d(hidden.map(() => [[[1]], [[10]], [[100]]])),
          hidden,
        ),
      ),
    ).toEqual([10, 1, 10]);
  });

  // <q, x> of 1, 10 and 100 by q = ln 3 / 9: 10 stands ln 3 above 1. Of events 1 and 10 the shares are 1/4 and 3/4.
  it('weighs events by what they are where a query is learnt, and begins with their mean', async () => {
    const some = [
      [1, 1, 0],
      [1, 0, 0],
      [0, 0, 0],
    ];
    const values = () => tf.tensor4d(some.map(() => [[[1]], [[10]], [[100]]]));
    const [both, first, none] = await numbers(
      pooled({ by: 'attention', halfLife: 1 }, tf.tensor1d([Math.log(3) / 9]), values(), some),
    );
    expect(both).toBeCloseTo(7.75, 4);
    expect(first).toBeCloseTo(1, 5);
    expect(none).toBe(0);
    const inputs = { sequence: type };
    expect(pool.weights(inputs, { by: 'attention', halfLife: 1 })).toEqual({
      query: { shape: [1], init: { kind: 'constant', value: 0 } },
    });
    expect((await numbers(pooled({ by: 'attention', halfLife: 1 }, tf.zeros([1]))))[0]).toBeCloseTo(37, 4);
  });

  it('reads the rows of a history only where a query is learnt', () => {
    const reads = pool.inputs.sequence.reads!;
    expect(pool.params.by.options.filter((by) => reads({ by }) === 'rows')).toEqual(['attention']);
  });

  it('has finite gradients where the history is empty, and none for its events', async () => {
    const values = tf.tensor4d(MASK.map(() => [[[1]], [[10]], [[100]]]));
    const [position, events] = tf.grads((p: tf.Tensor, v: tf.Tensor) =>
      tf.sum(pooled({ by: 'learnt', halfLife: 1 }, p, v as tf.Tensor4D)),
    )([tf.zeros([3]), values]);
    expect((await numbers(position!)).every(Number.isFinite)).toBe(true);
    expect((await numbers(events!)).slice(6)).toEqual([0, 0, 0]);
  });

  it('pools each field by itself, named after it', async () => {
    const two = { ...type, names: ['id', 'genre'] };
    expect(pool.infer({ sequence: two }, { by: 'mean', halfLife: 1 }, { table: () => undefined })).toEqual({
      vector: {
        kind: 'vector',
        width: 2,
        parts: [
          { name: 'id', width: 1 },
          { name: 'genre', width: 1 },
        ],
      },
    });
    const sequence = {
      type: two,
      values: tf.tensor4d([
        [
          [[1], [2]],
          [[3], [4]],
          [[5], [9]],
        ],
      ]),
      mask: tf.ones([1, 3]) as tf.Tensor2D,
      ageDays: tf.zeros([1, 3]) as tf.Tensor2D,
    };
    const [id, genre] = await numbers(
      forward({ sequence }, {}, { by: 'mean', halfLife: 1 }, harnessContext({ training: false })).vector.values,
    );
    expect(id).toBeCloseTo(3, 5);
    expect(genre).toBeCloseTo(5, 5);
  });
});
