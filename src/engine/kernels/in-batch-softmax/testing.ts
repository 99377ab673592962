/** For tests of the softmax: invented batches, run on the backend of the moment and by the plain loops. */
import { expect } from 'vitest';
import { relativeError } from '../../testing';
import * as tf from '../../tf';
import { uniforms } from '../counter-uniform/reference';
import { SAME_ITEM, SAME_USER, packHits, type Positives } from './hits';
import { sampledSoftmaxReference } from './reference';
import { sampledSoftmax } from './sampled-softmax';

export const drawn = (stream: number, count: number, from: number, to: number) =>
  uniforms(7, 0, stream, count).map((u) => from + u * (to - from));

/** Items of columns, users of rows and what these took: hits of both kinds are many, and users have several rows. */
export function inventLog(
  rows: number,
  columns: number,
): { ids: Uint32Array; users: Uint32Array; taken: Set<number>[] } {
  const whole = (stream: number, count: number, below: number) =>
    Uint32Array.from(drawn(stream, count, 0, below), Math.floor);
  const most = Math.ceil(columns * 0.7);
  const ids = whole(6, columns, most);
  const users = whole(8, rows, Math.ceil(rows * 0.7));
  const odds = drawn(3, Math.ceil(rows * 0.7) * most, 0, 1);
  const taken = Array.from(
    { length: Math.ceil(rows * 0.7) },
    (_, user) =>
      new Set(Array.from({ length: most }, (__, item) => item).filter((item) => odds[user * most + item]! < 0.2)),
  );
  users.forEach((user, row) => taken[user]!.add(ids[row]!));
  return { ids, users, taken };
}

/** @param taken items of each user */
export function positivesOf(taken: readonly Iterable<number>[]): Positives {
  const lists = taken.map((items) => [...items].sort((a, b) => a - b));
  const start = new Uint32Array(lists.length + 1);
  lists.forEach((list, user) => (start[user + 1] = start[user]! + list.length));
  return { start, item: Uint32Array.from(lists.flat()) };
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
    ...inventLog(rows, columns),
    kinds: SAME_USER,
    turned: false,
  };
}
export type Invented = ReturnType<typeof invent>;

/** The same without any hits. */
export const unhit = (input: Invented): Invented => ({
  ...input,
  ids: Uint32Array.from(input.real, (_, column) => column),
  users: Uint32Array.from(input.weight, (_, row) => row),
  taken: Array.from(input.weight, (_, row) => new Set([row])),
});

/** The buffer of a batch's hits. */
export function packed({ rows, ids, users, taken, real }: Invented): Uint32Array<ArrayBuffer> {
  return packHits(positivesOf(taken), {
    real: real.subarray(0, rows).filter((is) => is > 0).length,
    users,
    items: ids.subarray(0, rows),
    sampled: ids.subarray(rows),
  });
}

/** [rows x columns] 1 where a column is no negative of a row, padding among them, by a loop over all pairs. */
export function blockedOf({ rows, columns, ids, users, taken, kinds, turned, real }: Invented): Float32Array {
  const hit = (row: number, column: number): boolean =>
    row !== column &&
    (((kinds & SAME_ITEM) !== 0 && ids[row] === ids[column]) ||
      ((kinds & SAME_USER) !== 0 && taken[users[row]!]!.has(ids[column]!)));
  return Float32Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    return real[column] === 0 || (turned ? hit(column, row) : hit(row, column)) ? 1 : 0;
  });
}

/** Loss and gradients; `item` of all columns. */
export async function run(input: Invented) {
  const { rows, columns, width, inBatch, user, item, scale, logQ, kinds, turned, real, weight } = input;
  const hits = Int32Array.from(packed(input));
  const results = tf.tidy(() => {
    const { value, grads } = tf.valueAndGrads((u: tf.Tensor, s: tf.Tensor, v: tf.Tensor) =>
      sampledSoftmax({
        user: u as tf.Tensor2D,
        item: v as tf.Tensor2D,
        inBatch,
        scale: s as tf.Tensor1D,
        logQ: logQ && tf.tensor1d(logQ),
        hits: tf.tensor1d(hits, 'int32'),
        kinds,
        turned,
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

export const expectedOf = (input: Invented) => sampledSoftmaxReference({ ...input, blocked: blockedOf(input) });

/** Asks that loss and gradients are those of the plain loops. */
export async function expectAgreement(input: Invented): Promise<void> {
  const got = await run(input);
  const expected = expectedOf(input);
  expect(Math.abs(got.loss / expected.loss - 1)).toBeLessThan(1e-5);
  expect(relativeError(got.user, expected.user)).toBeLessThan(1e-5);
  expect(relativeError(got.item, expected.item)).toBeLessThan(1e-5);
  expect(Math.abs(got.scale / expected.scale - 1)).toBeLessThan(1e-4);
}
