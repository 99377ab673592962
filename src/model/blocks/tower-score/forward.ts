import * as tf from '../../../engine/tf';
import type { Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import { scaleOf } from '../match/scale';
import { candidatesOf } from '../pair-rows';
import type block from './block';

const forward: Forward<typeof block> = ({ user, item }, weights, { score, temperature, learnTemperature }, ctx) => {
  const { width } = item.type;
  const [rows, pairs] = [user.values.shape[0], item.values.shape[0]];
  const side = (x: Tensor2D): Tensor2D => (score === 'cosine' ? ctx.held.direction(x, [width]) : x);
  const own = tf.reshape(side(user.values), [rows, 1, width]) as Tensor3D;
  const candidates = tf.reshape(side(item.values), [rows, candidatesOf(rows, pairs), width]) as Tensor3D;
  const products = tf.reshape(tf.matMul(candidates, own, false, true), [pairs, 1]) as Tensor2D;
  const values: Tensor2D = tf.mul(products, scaleOf(weights, { temperature, learnTemperature }, ctx));
  return { vector: { values }, logits: { values } };
};

export default forward;
