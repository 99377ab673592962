import * as tf from '../../../engine/tf';
import type { Tensor2D, Tensor4D } from '../../../engine/tf';
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

/** Above every age. */
const NEVER = 3e38;

/**
 * [R, T, buckets], 1 where an age [R, T] lies; by their bounds, of which a logarithm might miss one by its rounding.
 */
function bucketsOf(ageDays: Tensor2D, buckets: number, finest: number): tf.Tensor {
  const bounds = [...Array.from({ length: buckets }, (_, b) => (2 ** b - 1) * finest), NEVER];
  const age = tf.expandDims(ageDays, 2);
  const reached = tf.cast(tf.greaterEqual(age, tf.tensor1d(bounds.slice(0, -1))), 'float32');
  return tf.mul(reached, tf.cast(tf.less(age, tf.tensor1d(bounds.slice(1))), 'float32'));
}
