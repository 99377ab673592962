import { linear } from '../../../engine/kernels/linear/linear';
import { presentRows } from '../../../engine/kernels/present-rows/present-rows';
import { rowSoftmax } from '../../../engine/kernels/row-softmax/row-softmax';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import { eventsOf } from '../capsules/events';
import { likeness } from '../capsules/likeness';
import type block from './block';

/** Added to the logit of padding. */
const MASKED = -1e9;

const forward: Forward<typeof block> = ({ sequence }, weights, { count, positions }, ctx) => {
  const { values: history, mask } = eventsOf(sequence);
  const [rows, events, width] = history.shape;
  // Positions run from the newest, which is the last column.
  const placed = positions ? tf.add(history, tf.reverse(weights.position!, 0)) : history;
  const present = presentRows(mask);
  const hidden = linear(
    tf.reshape(placed, [rows * events, width]),
    weights['hidden/kernel'] as Tensor2D,
    weights['hidden/bias'] as Tensor1D,
    'none',
    present,
  );
  const logits = linear(hidden, weights['heads/kernel'] as Tensor2D, null, 'tanh', present);
  const byInterest = tf.transpose(tf.reshape(logits, [rows, events, count]), [0, 2, 1]);
  const there = tf.expandDims(mask, 1);
  const shares = ctx.held.factor(
    tf.mul(
      tf.reshape(rowSoftmax(tf.reshape(tf.add(byInterest, tf.mul(tf.sub(1, there), MASKED)), [rows * count, events])), [
        rows,
        count,
        events,
      ]),
      there,
    ) as Tensor3D,
  );
  const interests: Tensor3D = tf.matMul(shares, history);
  // Without events the first interest stands for the row.
  const active: Tensor2D = tf.maximum(tf.max(mask, 1, true), firstOf(count));
  if (count > 1) ctx.probe('similarity', () => likeness(interests, active));
  ctx.probe('reach', () =>
    tf.div(tf.cast(tf.greater(tf.sum(shares, 2), 0), 'float32'), tf.maximum(tf.sum(tf.square(shares), 2), 1e-9)),
  );
  return { interests: { values: interests, active }, coupling: { values: tf.transpose(shares, [0, 2, 1]) } };
};

export default forward;

/** [1, K], 1 for the first interest. */
const firstOf = (count: number): Tensor2D => tf.tensor2d([1, ...Array<number>(count - 1).fill(0)], [1, count]);
