import { activationUnit } from '../../../engine/kernels/activation-unit/activation-unit';
import { linear } from '../../../engine/kernels/linear/linear';
import { presentRows } from '../../../engine/kernels/present-rows/present-rows';
import { rowSoftmax } from '../../../engine/kernels/row-softmax/row-softmax';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import { eventsOf } from '../history/sequence';
import { candidatesOf, forCandidates } from '../pair-rows';
import { vectorOf } from '../vector-of';
import type block from './block';

const forward: Forward<typeof block> = ({ sequence, item }, weights, { normalise }) => {
  const { mask } = sequence;
  const [rows, length] = mask.shape;
  const [pairs] = item.values.shape;
  const each = candidatesOf(rows, pairs);
  const events = eventsOf(sequence); // [R T, D]
  const there = presentRows(mask);
  const logits = activationUnit({
    mask,
    events,
    items: item.values,
    ofEvents: linear(events, weights['event/kernel'] as Tensor2D, weights['event/bias'] as Tensor1D, 'none', there),
    ofItems: linear(item.values, weights['item/kernel'] as Tensor2D, null),
    kernel: weights['product/kernel'] as Tensor2D,
    output: weights['output/kernel'] as Tensor2D,
  });
  // A softmax does not see what is added to all of its logits: there is no bias then.
  const shares: Tensor3D =
    normalise === 'softmax'
      ? (tf.reshape(rowSoftmax(logits, mask), [rows, each, length]) as Tensor3D)
      : tf.mul(
          tf.reshape(tf.add(logits, weights['output/bias'] as Tensor1D), [rows, each, length]),
          forCandidates(mask, each),
        );
  const summed = (of: Tensor2D): Tensor2D => {
    const [, across] = of.shape;
    const sums = tf.matMul(shares, tf.reshape(of, [rows, length, across]) as Tensor3D);
    return tf.reshape(sums, [pairs, across]);
  };
  return {
    vector: vectorOf(
      () => summed(events),
      // A sum of events by a matrix is the sum of the events by it.
      item.common &&
        ((kernel, bias) => {
          const sums = summed(linear(events, kernel, null, 'none', there));
          return bias ? tf.add(sums, bias) : sums;
        }),
    ),
  };
};

export default forward;
