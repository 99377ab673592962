import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, it } from 'vitest';
import { FORMS, onDevice, relativeError, useForm, watchBuffers } from '../../testing';
import { packHits } from './hits';
import { batchRecall, inBatchSoftmax } from './in-batch-softmax';
import { drawn, expectAgreement, expectedOf, invent, run } from './testing';

onDevice();

const inventBatch = (rows: number, width: number) => invent(rows, 0, width, true);

describe.each(FORMS)('the softmax without sampled items, %s', (form) => {
  beforeEach(() => useForm(form));

  it.each([
    [5, 3],
    [67, 32],
    [64, 64],
    [131, 36],
    [33, 80],
  ])('agrees with the plain loops on loss and gradients at %i rows of width %i', async (rows, width) => {
    for (const input of [inventBatch(rows, width), { ...inventBatch(rows, width), logQ: null }])
      await expectAgreement(input);
  });

  it('has the loss of a worked example: two rows, scores 1 and 0, log(1 + 1/e)', async () => {
    const eye = Float32Array.of(1, 0, 0, 1);
    const got = await run({
      ...inventBatch(2, 2),
      user: eye,
      item: eye,
      scale: 1,
      logQ: new Float32Array(2),
      blocked: new Float32Array(4),
      real: Float32Array.of(1, 1),
      weight: Float32Array.of(1, 3),
    });
    expect(got.loss).toBeCloseTo(0.313262, 5);
  });

  it('stays finite with scores in the thousands and with a padding row whose columns are all blocked', async () => {
    const got = await run({
      ...inventBatch(2, 1),
      user: Float32Array.of(1, -1),
      item: Float32Array.of(1, 1),
      scale: 5000,
      logQ: new Float32Array(2),
      blocked: Float32Array.of(0, 1, 1, 0),
      real: Float32Array.of(1, 0),
      weight: Float32Array.of(1, 0),
    });
    expect(got.loss).toBeCloseTo(0, 6);
    expect([...got.user, ...got.item, got.scale].every(Number.isFinite)).toBe(true);
  });

  it('needs the running maximum: logits that climb from tile to tile by far more than exp can hold', async () => {
    const rows = 200;
    const input = {
      ...inventBatch(rows, 1),
      scale: 400,
      logQ: null,
      blocked: new Float32Array(rows * rows),
      real: new Float32Array(rows).fill(1),
      user: new Float32Array(rows).fill(1),
      item: Float32Array.from({ length: rows }, (_, j) => j / rows),
    };
    const got = await run(input);
    expect(Math.abs(got.loss / expectedOf(input).loss - 1)).toBeLessThan(1e-5);
  });

  it('gives the same bits twice', async () => {
    const input = inventBatch(131, 36);
    expect(await run(input)).toEqual(await run(input));
  });
});

it('8192 rows allocate nothing that grows with their square, and have the loss and gradients of plain loops', async () => {
  const [rows, width] = [8192, 4];
  const user = drawn(1, rows * width, -1, 1);
  const item = drawn(2, rows * width, -1, 1);
  // Three rows count, so that plain loops can follow; every row has one accidental hit, its neighbour.
  const counted = [0, 4095, 8191];
  const weight = Float32Array.from({ length: rows }, (_, i) => (counted.includes(i) ? 1 : 0));
  const start = Uint32Array.from({ length: rows + 1 }, (_, i) => i);
  const hits = packHits(
    start,
    Uint32Array.from({ length: rows }, (_, i) => (i + 1) % rows),
    new Uint8Array(rows).fill(2),
  );
  const { made, end } = watchBuffers();
  const results = tf.tidy(() => {
    const { value, grads } = tf.valueAndGrads((u: tf.Tensor, v: tf.Tensor) =>
      inBatchSoftmax({
        user: u as tf.Tensor2D,
        item: v as tf.Tensor2D,
        scale: tf.tensor1d([3]),
        logQ: null,
        hits: tf.tensor1d(Int32Array.from(hits), 'int32'),
        kinds: 2,
        realColumn: tf.ones([rows]),
        weight: tf.tensor1d(weight),
      }),
    )([tf.tensor2d(user, [rows, width]), tf.tensor2d(item, [rows, width])]);
    return [value, ...grads];
  });
  end();
  const [loss, , dItem] = await Promise.all(results.map((t) => t.data()));
  tf.dispose(results);
  expect(made.length).toBeGreaterThan(5);
  // The vectors are the largest.
  expect(Math.max(...made)).toBeLessThanOrEqual(4 * rows * width);

  let expected = 0;
  const slopes = new Float64Array(rows * width);
  for (const row of counted) {
    const dots = Float64Array.from({ length: rows }, (_, j) => {
      let dot = 0;
      for (let d = 0; d < width; d++) dot += user[row * width + d]! * item[j * width + d]!;
      return 3 * dot;
    });
    const exps = dots.map((logit, j) => (j === (row + 1) % rows ? 0 : Math.exp(logit)));
    const sum = exps.reduce((x, y) => x + y, 0);
    expected += (Math.log(sum) - dots[row]!) / 3;
    exps.forEach((exp, j) => {
      for (let d = 0; d < width; d++)
        slopes[j * width + d]! += (exp / sum - (j === row ? 1 : 0)) * user[row * width + d]!;
    });
  }
  expect(Math.abs(loss![0]! / expected - 1)).toBeLessThan(1e-5);
  expect(relativeError(dItem!, slopes)).toBeLessThan(1e-4);
});

describe('batch recall', () => {
  /**
   * Of rows 0 to 3: a winner, a loser, one level with a negative, one that only a hit beats; and a padding row nobody
   * may win against.
   */
  const user = [1, 1, 1, 1, 1];
  const cases = [
    {
      name: 'own item best, beaten, level with the best, best but for a hit and padding',
      item: [4, 1, 4, 3, 9],
      hits: [[], [], [], [0, 2], []],
      expected: 3 / 4,
    },
    {
      name: 'all scores level: no negative scores above any',
      item: [2, 2, 2, 2, 2],
      hits: [[], [], [], [], []],
      expected: 1,
    },
  ];
  it.each(cases)('$name, with and without WebGPU', async ({ item, hits, expected }) => {
    const starts = hits.reduce((all, { length }) => [...all, all.at(-1)! + length], [0]);
    const packed = packHits(
      Uint32Array.from(starts),
      Uint32Array.from(hits.flat()),
      new Uint8Array(hits.flat().length).fill(2),
    );
    for (const backend of ['webgpu', 'cpu']) {
      await tf.setBackend(backend);
      const recall = tf.tidy(() =>
        batchRecall({
          user: tf.tensor2d(user, [5, 1]),
          item: tf.tensor2d(item, [5, 1]),
          hits: tf.tensor1d(Int32Array.from(packed), 'int32'),
          kinds: 2,
          realColumn: tf.tensor1d([1, 1, 1, 1, 0]),
        }),
      );
      expect((await recall.data())[0], backend).toBeCloseTo(expected, 6);
      recall.dispose();
    }
    await tf.setBackend('webgpu');
  });
});

it('says which shapes do not fit', () => {
  expect(() =>
    tf.tidy(() =>
      inBatchSoftmax({
        user: tf.zeros([2, 3]),
        item: tf.zeros([1, 3]),
        scale: tf.ones([1]),
        logQ: null,
        hits: tf.zeros([3], 'int32'),
        kinds: 0,
        realColumn: tf.ones([2]),
        weight: tf.ones([2]),
      }),
    ),
  ).toThrow('user is [2,3] and item is [1,3]');
});
