import { linear } from '../../../engine/kernels/linear/linear';
import { presentRows } from '../../../engine/kernels/present-rows/present-rows';
import { rowSoftmax } from '../../../engine/kernels/row-softmax/row-softmax';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '../../../engine/tf';
import type { Forward } from '../block';
import { eventsOf } from '../history/sequence';
import { candidatesOf, forCandidates } from '../pair-rows';
import type block from './block';

const forward: Forward<typeof block> = ({ sequence, item }, weights, { hidden, normalise }) => {
  const [rows, length] = sequence.mask.shape;
  const [pairs, width] = item.values.shape;
  const each = candidatesOf(rows, pairs);
  const events = eventsOf(sequence); // [R T, D]
  const there = forCandidates(sequence.mask, each); // [R, C, T]
  // Of every pair the events that are there; for the others nothing is computed.
  const met = presentRows(there);
  const products: Tensor4D = tf.mul(
    tf.reshape(events, [rows, 1, length, width]),
    tf.reshape(item.values, [rows, each, 1, width]),
  );
  const ofProducts = linear(
    tf.reshape(products, [pairs * length, width]) as Tensor2D,
    weights['product/kernel'] as Tensor2D,
    null,
    'none',
    met,
  );
  const ofEvents = linear(
    events,
    weights['event/kernel'] as Tensor2D,
    weights['event/bias'] as Tensor1D,
    'none',
    presentRows(sequence.mask),
  );
  const ofItems = linear(item.values, weights['item/kernel'] as Tensor2D, null);
  const units: Tensor4D = tf.add(
    tf.reshape(ofProducts, [rows, each, length, hidden]),
    tf.add(tf.reshape(ofEvents, [rows, 1, length, hidden]), tf.reshape(ofItems, [rows, each, 1, hidden])),
  );
  const logits = linear(
    tf.reshape(units, [pairs * length, hidden]) as Tensor2D,
    weights['output/kernel'] as Tensor2D,
    // A softmax does not see what is added to all of its logits.
    normalise === 'none' ? (weights['output/bias'] as Tensor1D) : null,
    'relu',
    met,
  );
  const shares: Tensor3D =
    normalise === 'softmax'
      ? (tf.reshape(rowSoftmax(tf.reshape(logits, [pairs, length]) as Tensor2D, sequence.mask), [
          rows,
          each,
          length,
        ]) as Tensor3D)
      : tf.mul(tf.reshape(logits, [rows, each, length]), there);
  const past = tf.matMul(shares, tf.reshape(events, [rows, length, width]) as Tensor3D);
  return { vector: { values: tf.reshape(past, [pairs, width]) } };
};

export default forward;
