import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, it } from 'vitest';
import { FORMS, largestTensor, onDevice, useForm } from '../../testing';
import { inBatchSoftmax } from './in-batch-softmax';
import { expectAgreement, expectedOf, invent, listsOf, run } from './testing';

onDevice();

const inventBatch = (rows: number, width: number) => invent(rows, 0, width, true);

describe.each(FORMS)('the softmax without sampled items, %s', (form) => {
  beforeEach(() => useForm(form));

  it.each([[5, 3], [67, 32], [64, 64], [131, 36], [33, 80]])('agrees with the plain loops on loss and gradients at %i rows of width %i', async (rows, width) => {
    for (const input of [inventBatch(rows, width), { ...inventBatch(rows, width), logQ: null }]) await expectAgreement(input);
  });

  it('has the loss of a worked example: two rows, scores 1 and 0, log(1 + 1/e)', async () => {
    const eye = Float32Array.of(1, 0, 0, 1);
    const got = await run({ ...inventBatch(2, 2), user: eye, item: eye, scale: 1, logQ: new Float32Array(2), blocked: new Float32Array(4), real: Float32Array.of(1, 1), weight: Float32Array.of(1, 3) });
    expect(got.loss).toBeCloseTo(0.313262, 5);
  });

  it('stays finite with scores in the thousands and with a padding row whose columns are all blocked', async () => {
    const got = await run({
      ...inventBatch(2, 1), user: Float32Array.of(1, -1), item: Float32Array.of(1, 1), scale: 5000,
      logQ: new Float32Array(2), blocked: Float32Array.of(0, 1, 1, 0), real: Float32Array.of(1, 0), weight: Float32Array.of(1, 0),
    });
    expect(got.loss).toBeCloseTo(0, 6);
    expect([...got.user, ...got.item, got.scale].every(Number.isFinite)).toBe(true);
  });

  it('needs the running maximum: logits that climb from tile to tile by far more than exp can hold', async () => {
    const rows = 200;
    const input = {
      ...inventBatch(rows, 1), scale: 400, logQ: null, blocked: new Float32Array(rows * rows), real: new Float32Array(rows).fill(1),
      user: new Float32Array(rows).fill(1), item: Float32Array.from({ length: rows }, (_, j) => j / rows),
    };
    const got = await run(input);
    expect(Math.abs(got.loss / expectedOf(input).loss - 1)).toBeLessThan(1e-5);
  });

  it('gives the same bits twice', async () => {
    const input = inventBatch(131, 36);
    expect(await run(input)).toEqual(await run(input));
  });
});

it('allocates nothing of the size B x B', async () => {
  const rows = 2048;
  // The lists of this test hold every third column.
  const largest = await largestTensor(async () => {
    const got = await run({ ...inventBatch(rows, 4), blocked: new Float32Array(0) });
    expect(Number.isFinite(got.loss)).toBe(true);
  }, listsOf(rows, rows, []).length * 4);
  expect(largest).toBeLessThan(rows * rows);
});

it('says which shapes do not fit', () => {
  expect(() => tf.tidy(() => inBatchSoftmax({
    user: tf.zeros([2, 3]), item: tf.zeros([4, 3]), scale: tf.ones([1]), logQ: null, hits: tf.zeros([3], 'int32'), kinds: 0, realColumn: tf.ones([2]), weight: tf.ones([2]),
  }))).toThrow('user is [2,3] and item is [4,3]');
});
