import { nodeGpu } from '../../node-gpu';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDevice, type Device } from '../../device';
import { uniforms } from '../counter-uniform/reference';
import { inBatchSoftmax } from './in-batch-softmax';
import { inBatchSoftmaxReference } from './reference';

let device: Device;
beforeAll(async () => { device = await openDevice({ gpu: nodeGpu }); });
afterAll(() => device.close());

const drawn = (stream: number, count: number, from: number, to: number) => uniforms(7, 0, stream, count).map((u) => from + u * (to - from));
const farthest = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let gap = 0;
  let size = 0;
  for (let i = 0; i < b.length; i++) {
    gap = Math.max(gap, Math.abs(a[i]! - b[i]!));
    size = Math.max(size, Math.abs(b[i]!));
  }
  return gap / size;
};

function invent(rows: number, width: number) {
  const blocked = drawn(3, rows * rows, 0, 1).map((u, at) => (u < 0.2 && at % (rows + 1) !== 0 ? 1 : 0));
  const weight = drawn(4, rows, 0.5, 2);
  weight[rows - 1] = 0;
  for (let i = 0; i < rows; i++) blocked[i * rows + rows - 1] = 1;
  return { rows, width, user: drawn(1, rows * width, -1, 1), item: drawn(2, rows * width, -1, 1), scale: 7, logQ: drawn(5, rows, -6, -1), blocked, weight };
}

async function run({ rows, width, user, item, scale, logQ, blocked, weight }: ReturnType<typeof invent>) {
  const results = tf.tidy(() => {
    const { value, grads } = tf.valueAndGrads((u: tf.Tensor, v: tf.Tensor, s: tf.Tensor) =>
      inBatchSoftmax({
        user: u as tf.Tensor2D, item: v as tf.Tensor2D, scale: s as tf.Tensor1D,
        logQ: tf.tensor1d(logQ), blocked: tf.tensor2d(blocked, [rows, rows]), weight: tf.tensor1d(weight),
      }))([tf.tensor2d(user, [rows, width]), tf.tensor2d(item, [rows, width]), tf.tensor1d([scale])]);
    return [value, ...grads];
  });
  const [loss, du, dv, ds] = await Promise.all(results.map((t) => t.data()));
  tf.dispose(results);
  return { loss: loss![0]!, user: du!, item: dv!, scale: ds![0]! };
}

describe('inBatchSoftmax', () => {
  it.each([[5, 3], [67, 32]])('agrees with the plain loops on loss and gradients at %i rows of width %i', async (rows, width) => {
    const input = invent(rows, width);
    const got = await run(input);
    const expected = inBatchSoftmaxReference(input);
    expect(got.loss).toBeCloseTo(expected.loss, 4);
    expect(farthest(got.user, expected.user)).toBeLessThan(1e-4);
    expect(farthest(got.item, expected.item)).toBeLessThan(1e-4);
    expect(Math.abs(got.scale / expected.scale - 1)).toBeLessThan(1e-4);
  });

  it('has the loss of a worked example: two rows, scores 1 and 0, log(1 + 1/e)', async () => {
    const eye = Float32Array.of(1, 0, 0, 1);
    const got = await run({ rows: 2, width: 2, user: eye, item: eye, scale: 1, logQ: new Float32Array(2), blocked: new Float32Array(4), weight: Float32Array.of(1, 3) });
    expect(got.loss).toBeCloseTo(0.313262, 5);
  });

  it('stays finite with scores in the thousands and with a row whose columns are all blocked', async () => {
    const got = await run({
      rows: 2, width: 1, user: Float32Array.of(1, -1), item: Float32Array.of(1, 1), scale: 5000,
      logQ: new Float32Array(2), blocked: Float32Array.of(0, 1, 1, 1), weight: Float32Array.of(1, 0),
    });
    expect(got.loss).toBeCloseTo(0, 6);
    expect([...got.user, ...got.item, got.scale].every(Number.isFinite)).toBe(true);
  });

  it('says which shapes do not fit', () => {
    expect(() => tf.tidy(() => inBatchSoftmax({
      user: tf.zeros([2, 3]), item: tf.zeros([4, 3]), scale: tf.ones([1]), logQ: null, blocked: null, weight: tf.ones([2]),
    }))).toThrow('user is [2,3] and item is [4,3]');
  });
});
