import * as tf from '@tensorflow/tfjs';
import type { Tensor2D } from '@tensorflow/tfjs';
import type { Forward } from '../../block';
import type block from './block';

/** Added to the logit of a masked event; exp of it is exactly 0 beside any real event. */
const MASKED = 1e9;

const forward: Forward<typeof block> = ({ sequence }, weights, { by, halfLife }, ctx) => {
  const { length, names, width } = sequence.type;
  const masked = tf.mul(tf.sub(sequence.mask, 1), MASKED);
  let logits: tf.Tensor = masked; // [R, T]
  if (by !== 'mean') logits = tf.add(logits, tf.tensor1d(Array.from({ length }, (_, t) => (-Math.LN2 * (length - 1 - t)) / halfLife)));
  if (by === 'learnt') logits = tf.add(logits, tf.reverse(weights.position!));
  // Where every event is masked the softmax is over masked logits: the product makes it zero.
  const shares = tf.mul(tf.softmax(logits), sequence.mask);
  ctx.probe('weights', shares);
  const rows = sequence.mask.shape[0];
  const flat = tf.reshape(sequence.values, [rows, length, names.length * width]);
  // One batched matMul [R, 1, T] x [R, T, FD]: an elementwise product would store R x T x FD numbers twice.
  const pooled = tf.matMul(tf.expandDims(shares, 1), flat);
  return { vector: { values: tf.reshape(pooled, [rows, names.length * width]) as Tensor2D } };
};

export default forward;
