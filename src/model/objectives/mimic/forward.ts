import * as tf from '@tensorflow/tfjs';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { Forward } from '../../block';
import { weightOfRows } from '../row-scores';
import type block from './block';

const forward: Forward<typeof block> = ({ augmented, pairing }, _, params, { pairs, detach, probe }) => {
  const mimicked = detach(params.side === 'user' ? pairing.item : pairing.user);
  const distance = tf.sum(tf.square(tf.sub(augmented.values, mimicked)), 1); // [B]
  probe('likeness', () => cosine(augmented.values, mimicked));
  const weight = weightOfRows(pairs, params);
  return { loss: { values: tf.div(tf.sum(tf.mul(weight, distance)), tf.sum(weight)) } };
};

export default forward;

/** Of the rows of two matrices, [B]; 0 where one is zero, as an augmented vector is before it learns. */
function cosine(a: Tensor2D, b: Tensor2D): Tensor1D {
  const square = (x: Tensor2D): Tensor1D => tf.sum(tf.square(x), 1);
  return tf.div(tf.sum(tf.mul(a, b), 1), tf.maximum(tf.sqrt(tf.mul(square(a), square(b))), 1e-12));
}
