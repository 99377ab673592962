import { concatColumns } from '../../../engine/kernels/concat/concat';
import * as tf from '../../../engine/tf';
import type { Tensor2D } from '../../../engine/tf';
import type { Forward } from '../block';
import { candidatesOf, forCandidates } from '../pair-rows';
import type block from './block';

const forward: Forward<typeof block> = ({ user, item }, _, { product }) => {
  const [pairs, width] = item.values.shape;
  const each = candidatesOf(user.values.shape[0], pairs);
  const own = tf.reshape(forCandidates(user.values, each), [pairs, user.type.width]) as Tensor2D;
  const parts = [own, item.values];
  if (product) parts.push(tf.reshape(tf.mul(own, item.values), [pairs, width]));
  return { vector: { values: concatColumns(parts) } };
};

export default forward;
