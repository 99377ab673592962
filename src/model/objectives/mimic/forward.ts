import * as tf from '@tensorflow/tfjs';
import type { Forward } from '../../block';
import { weightOfRows } from '../row-scores';
import type block from './block';

const forward: Forward<typeof block> = ({ augmented, pairing }, _, params, { pairs, detach }) => {
  const mimicked = detach(params.side === 'user' ? pairing.item : pairing.user);
  const distance = tf.sum(tf.square(tf.sub(augmented.values, mimicked)), 1); // [B]
  const weight = weightOfRows(pairs, params);
  return { loss: { values: tf.div(tf.sum(tf.mul(weight, distance)), tf.sum(weight)) } };
};

export default forward;
