import * as tf from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = ({ vector }, _, { by, whole }, ctx) => {
  const halved = tf.mul<tf.Tensor2D>(vector.values, 1 / by);
  const values = whole ? ctx.rounded(halved) : halved;
  ctx.probe('length', () => tf.sqrt(tf.sum(tf.square(values), 1, true)));
  return { vector: { values } };
};

export default forward;
