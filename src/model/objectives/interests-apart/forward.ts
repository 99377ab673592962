import * as tf from '../../../engine/tf';
import type { Forward } from '../../blocks/block';
import { cosines } from '../../blocks/capsules/likeness';
import type block from './block';

const forward: Forward<typeof block> = ({ interests: { values, active } }, _, __, { pairs }) => {
  const count = tf.sum(active, 1);
  const pairsOfRow = tf.mul(count, tf.sub(count, 1));
  const [, interests] = active.shape;
  const others = tf.sub(1, tf.reshape(tf.eye(interests), [1, interests, interests]));
  const squares = tf.sum(tf.mul(tf.square(cosines(values, active)), others), [1, 2]);
  const each = tf.div(squares, tf.maximum(pairsOfRow, 1));
  return { loss: { values: tf.div(tf.sum(tf.mul(each, pairs.realColumn)), tf.sum(pairs.realColumn)) } };
};

export default forward;
