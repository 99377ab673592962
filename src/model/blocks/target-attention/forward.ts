import { linear } from '../../../engine/kernels/linear/linear';
import { rowSoftmax } from '../../../engine/kernels/row-softmax/row-softmax';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '../../../engine/tf';
import type { Forward } from '../block';
import { eventsOf } from '../history/sequence';
import { candidatesOf } from '../pair-rows';
import type block from './block';

const forward: Forward<typeof block> = ({ sequence, item }, weights, { hidden, normalise }) => {
  const [rows, length] = sequence.mask.shape;
  const [pairs, width] = item.values.shape;
  const each = candidatesOf(rows, pairs);
  const events = eventsOf(sequence); // [R T, D]
  const ofEvents = linear(events, weights['event/kernel'] as Tensor2D, weights['event/bias'] as Tensor1D);
  const ofItems = tf.matMul(item.values, weights['item/kernel'] as Tensor2D);
  const products: Tensor4D = tf.mul(
    tf.reshape(events, [rows, 1, length, width]),
    tf.reshape(item.values, [rows, each, 1, width]),
  );
  const ofProducts = tf.matMul(
    tf.reshape(products, [pairs * length, width]) as Tensor2D,
    weights['product/kernel'] as Tensor2D,
  );
  const met: Tensor4D = tf.add(
    tf.reshape(ofProducts, [rows, each, length, hidden]),
    tf.add(tf.reshape(ofEvents, [rows, 1, length, hidden]), tf.reshape(ofItems, [rows, each, 1, hidden])),
  );
  const units = tf.relu(tf.reshape(met, [pairs * length, hidden])) as Tensor2D;
  const kernel = weights['output/kernel'] as Tensor2D;
  const logits =
    normalise === 'none' ? linear(units, kernel, weights['output/bias'] as Tensor1D) : tf.matMul(units, kernel);
  const shares =
    normalise === 'softmax'
      ? tf.reshape(rowSoftmax(tf.reshape(logits, [pairs, length]) as Tensor2D, sequence.mask), [rows, each, length])
      : tf.mul(tf.reshape(logits, [rows, each, length]), tf.reshape(sequence.mask, [rows, 1, length]));
  const past = tf.matMul(shares as Tensor3D, tf.reshape(events, [rows, length, width]) as Tensor3D);
  return { vector: { values: tf.reshape(past, [pairs, width]) } };
};

export default forward;
