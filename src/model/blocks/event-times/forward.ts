import * as tf from '../../../engine/tf';
import type { Tensor2D, Tensor4D } from '../../../engine/tf';
import { bucketsOf } from '../age-buckets';
import type { Forward } from '../block';
import { withValues } from '../history/sequence';
import type block from './block';

const forward: Forward<typeof block> = ({ sequence }, weights, params, ctx) => {
  const { positions, ages, buckets, finest, rootScale, dropout } = params;
  const { length, names, width } = sequence.type;
  let values = sequence.values;
  if (rootScale) values = tf.mul(values, Math.sqrt(names.length * width));
  if (positions)
    values = tf.add(
      values,
      tf.reshape(tf.matMul(newestFirst(length), weights.position as Tensor2D), [1, length, names.length, width]),
    );
  if (ages) {
    const shares = tf.reshape(bucketsOf(sequence.ageDays, buckets, finest), [sequence.mask.size, buckets]) as Tensor2D;
    values = tf.add(values, tf.reshape(tf.matMul(shares, weights.age as Tensor2D), values.shape));
  }
  if (ctx.training && dropout > 0)
    values = ctx.dropout('event', values, { rate: dropout, factor: 1 / (1 - dropout) }) as Tensor4D;
  return { sequence: withValues(sequence, values as Tensor4D) };
};

export default forward;

/** [T, T], which turns the rows of what it multiplies round. */
const newestFirst = (length: number): Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: length * length }, (_, at) =>
      (at % length) + Math.floor(at / length) === length - 1 ? 1 : 0,
    ),
    [length, length],
  );
