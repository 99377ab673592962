import * as tf from '@tensorflow/tfjs';
import type { Tensor2D } from '@tensorflow/tfjs';
import type { Forward } from '../../block';
import type block from './block';

const forward: Forward<typeof block> = ({ vector }, _, { rate }, ctx) => {
  if (!ctx.training || rate === 0) return { vector: { values: vector.values } };
  const kept = tf.cast(tf.greaterEqual(ctx.uniform('number', vector.values.shape), rate), 'float32');
  return { vector: { values: tf.mul(vector.values, tf.div(kept, 1 - rate)) as Tensor2D } };
};

export default forward;
