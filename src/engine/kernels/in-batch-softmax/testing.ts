/** For tests of the softmax: invented batches, run on the backend of the moment and by the plain loops. */
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { relativeError } from '../../testing';
import { uniforms } from '../counter-uniform/reference';
import { packHits } from './hits';
import { sampledSoftmaxReference } from './reference';
import { sampledSoftmax } from './sampled-softmax';

export const drawn = (stream: number, count: number, from: number, to: number) =>
  uniforms(7, 0, stream, count).map((u) => from + u * (to - from));

/** The hits of a matrix [rows x columns] as kind 2, among others of kind 1 that must not count. */
export function listsOf(rows: number, columns: number, blocked: ArrayLike<number>): Uint32Array {
  const starts = [0];
  const entries: number[] = [];
  const kinds: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const kind = (blocked[i * columns + j] ? 2 : 0) | ((i + j) % 3 === 0 ? 1 : 0);
      if (i === j || kind === 0) continue;
      entries.push(j);
      kinds.push(kind);
    }
    starts.push(entries.length);
  }
  return packHits(Uint32Array.from(starts), Uint32Array.from(entries), Uint8Array.from(kinds));
}

/** A batch whose last row and, where there are any, last sampled item are padding. */
export function invent(rows: number, sampled: number, width: number, inBatch: boolean) {
  const columns = rows + sampled;
  const weight = drawn(4, rows, 0.5, 2);
  const real = new Float32Array(columns).fill(1);
  weight[rows - 1] = real[rows - 1] = real[columns - 1] = 0;
  return {
    rows,
    columns,
    width,
    inBatch,
    scale: 7,
    weight,
    real,
    user: drawn(1, rows * width, -1, 1),
    /** The rows' items, then the sampled ones. */
    item: drawn(2, columns * width, -1, 1),
    logQ: drawn(5, columns, -6, -1) as Float32Array | null,
    blocked: drawn(3, rows * columns, 0, 1).map((u, at) =>
      u < 0.2 && at % columns !== Math.floor(at / columns) ? 1 : 0,
    ),
  };
}
export type Invented = ReturnType<typeof invent>;

/** Loss and gradients; `item` of all columns. */
export async function run({ rows, columns, width, inBatch, user, item, scale, logQ, blocked, real, weight }: Invented) {
  const hits = Int32Array.from(listsOf(rows, columns, blocked));
  const results = tf.tidy(() => {
    const { value, grads } = tf.valueAndGrads((u: tf.Tensor, s: tf.Tensor, v: tf.Tensor) =>
      sampledSoftmax({
        user: u as tf.Tensor2D,
        item: v as tf.Tensor2D,
        inBatch,
        scale: s as tf.Tensor1D,
        logQ: logQ && tf.tensor1d(logQ),
        hits: tf.tensor1d(hits, 'int32'),
        kinds: 2,
        realColumn: tf.tensor1d(real),
        weight: tf.tensor1d(weight),
      }),
    )([tf.tensor2d(user, [rows, width]), tf.tensor1d([scale]), tf.tensor2d(item, [columns, width])]);
    return [value, ...grads];
  });
  const [loss, du, ds, dv] = await Promise.all(results.map((t) => t.data()));
  tf.dispose(results);
  return { loss: loss![0]!, user: du!, item: dv! as Float32Array, scale: ds![0]! };
}

/** The reference takes one matrix: a padding column is blocked for every row. */
export const expectedOf = ({ real, ...input }: Invented) =>
  sampledSoftmaxReference({
    ...input,
    blocked: input.blocked.map((value, at) => (real[at % input.columns] ? value : 1)),
  });

/** Asks that loss and gradients are those of the plain loops. */
export async function expectAgreement(input: Invented): Promise<void> {
  const got = await run(input);
  const expected = expectedOf(input);
  expect(Math.abs(got.loss / expected.loss - 1)).toBeLessThan(1e-5);
  expect(relativeError(got.user, expected.user)).toBeLessThan(1e-5);
  expect(relativeError(got.item, expected.item)).toBeLessThan(1e-5);
  expect(Math.abs(got.scale / expected.scale - 1)).toBeLessThan(1e-4);
}
