import { describe, expect, it } from 'vitest';
import { onDevice } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { harnessContext } from '../../harness/context';
import attention from './block';
import forward from './forward';

onDevice();

const sequenceType = { kind: 'sequence', names: ['item id'], length: 3, width: 1, past: 'all' } as const;
const itemType = { kind: 'vector', width: 1, parts: [{ name: 'item id', width: 1 }] } as const;

/** Three users with the past [1, 2, 4], of the second its newest two, of the third nothing; two candidates each. */
function attend(normalise: 'softmax' | 'none', kernels: { event: number; item: number; product: number }) {
  const values = tf.tensor4d([1, 2, 4, 1, 2, 4, 1, 2, 4], [3, 3, 1, 1]);
  const mask = tf.tensor2d([
    [1, 1, 1],
    [0, 1, 1],
    [0, 0, 0],
  ]);
  const weights = {
    'event/kernel': tf.tensor2d([[kernels.event]]),
    'event/bias': tf.tensor1d([0.5]),
    'item/kernel': tf.tensor2d([[kernels.item]]),
    'product/kernel': tf.tensor2d([[kernels.product]]),
    'output/kernel': tf.tensor2d([[2]]),
    ...(normalise === 'none' ? { 'output/bias': tf.tensor1d([1]) } : {}),
  };
  return forward(
    {
      sequence: { type: sequenceType, values, mask, ageDays: tf.zeros([3, 3]) },
      item: { type: itemType, values: tf.tensor2d([[0], [3], [0], [3], [0], [3]]) },
    },
    weights,
    { hidden: 1, normalise },
    harnessContext({ training: true }),
  ).vector.values.array();
}
const close = (got: number[][], expected: number[]) =>
  got.forEach(([x], pair) => expect(x).toBeCloseTo(expected[pair]!, 4));

describe('target attention', () => {
  // Hidden: relu(event e + item v + product e v + .5); logit 2 h + 1. With event 0, item 1, product -1 and v = 0 every
  // h is .5, logit 2; with v = 3: relu(3 - 3 e + .5) is .5, 0, 0, logits 2, 1, 1.
  it('weighs events by their logits as they are, as by hand, anew for each candidate', async () => {
    close(await attend('none', { event: 0, item: 1, product: -1 }), [
      2 * (1 + 2 + 4),
      2 * 1 + 1 * 2 + 1 * 4,
      2 * (2 + 4),
      1 * 2 + 1 * 4,
      0,
      0,
    ]);
  });

  it('or by their softmax over the events that are there, and gives zeros where none is', async () => {
    const e = Math.exp(1);
    close(await attend('softmax', { event: 0, item: 1, product: -1 }), [7 / 3, (e + 2 + 4) / (e + 2), 3, 3, 0, 0]);
  });

  it('gives the product with a matrix of what it gives where all rows have the same candidates', async () => {
    const values = tf.tensor4d([1, 2, 4, 1, 2, 4, 1, 2, 4], [3, 3, 1, 1]);
    const mask = tf.tensor2d([1, 1, 1, 0, 1, 1, 0, 0, 0], [3, 3]);
    const common: tf.Tensor2D = tf.tensor2d([[0], [3]]);
    const { vector } = forward(
      {
        sequence: { type: sequenceType, values, mask, ageDays: tf.zeros([3, 3]) },
        item: { type: itemType, values: tf.tensor2d([[0], [3], [0], [3], [0], [3]]), common },
      },
      {
        'event/kernel': tf.tensor2d([[0]]),
        'event/bias': tf.tensor1d([0.5]),
        'item/kernel': tf.tensor2d([[1]]),
        'product/kernel': tf.tensor2d([[-1]]),
        'output/kernel': tf.tensor2d([[2]]),
      },
      { hidden: 1, normalise: 'softmax' },
      harnessContext({ training: false }),
    );
    const [past, made] = await Promise.all([
      vector.values.array(),
      vector.times!(tf.tensor2d([[10, 100]]), tf.tensor1d([7, 9])).array(),
    ]);
    made.forEach((numbers, pair) => {
      expect(numbers[0]).toBeCloseTo(10 * past[pair]![0]! + 7, 3);
      expect(numbers[1]).toBeCloseTo(100 * past[pair]![0]! + 9, 2);
    });
  });

  it('needs candidates as wide as the events, and says which side is wider', () => {
    const wide = { ...itemType, width: 2 };
    expect(
      attention.infer(
        { sequence: sequenceType, item: wide },
        { hidden: 1, normalise: 'softmax' },
        { table: () => undefined },
      ),
    ).toEqual({ code: 'width-mismatch', field: 'item', values: { left: 1, right: 2 } });
  });
});
