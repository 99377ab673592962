import * as tf from '@tensorflow/tfjs';
import type { Forward } from '../../block';
import { ofRows, weightOfRows } from '../row-scores';
import type block from './block';

const forward: Forward<typeof block> = ({ augmented, pairing }, _, params, { pairs, detach }) => {
  const rows = pairing.user.shape[0];
  const mimicked = detach(params.side === 'user' ? ofRows(pairing.item, rows) : pairing.user);
  const distance = tf.sum(tf.square(tf.sub(ofRows(augmented.values, rows), mimicked)), 1); // [B]
  const weight = weightOfRows(pairs, params);
  return { loss: { values: tf.div(tf.sum(tf.mul(weight, distance)), tf.sum(weight)) } };
};

export default forward;
