import { concatColumns } from '../../../engine/kernels/concat/concat';
import { linear } from '../../../engine/kernels/linear/linear';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import { candidatesOf, forCandidates } from '../pair-rows';
import { vectorOf } from '../vector-of';
import type block from './block';

const forward: Forward<typeof block> = ({ user, item }, _, { product }) => {
  const { common } = item;
  const make = (): Tensor2D => {
    const [pairs, width] = item.values.shape;
    const each = candidatesOf(user.values.shape[0], pairs);
    const own = tf.reshape(forCandidates(user.values, each), [pairs, user.type.width]) as Tensor2D;
    const parts = [own, item.values];
    if (product) parts.push(tf.reshape(tf.mul(own, item.values), [pairs, width]));
    return concatColumns(parts);
  };
  return {
    vector: vectorOf(make, common && ((kernel, bias) => timesCommon(user.values, common, kernel, bias, product))),
  };
};

export default forward;

/**
 * [u ‖ v ‖ u ⊙ v] [K_u; K_v; K_p] = u K_u + v (K_v + diag(u) K_p): u K_u and the matrix in brackets once for each user.
 * @param user [R, D]; @param common [C, D']; @param kernel [D + D' + D', H]
 */
function timesCommon(
  user: Tensor2D,
  common: Tensor2D,
  kernel: Tensor2D,
  bias: Tensor1D | null,
  product: boolean,
): Tensor2D {
  const [rows, own] = user.shape;
  const [each, width] = common.shape;
  const columns = kernel.shape[1];
  const part = (from: number, size: number): Tensor2D => tf.slice(kernel, [from, 0], [size, columns]);
  const ofItems: Tensor3D = tf.reshape(part(own, width), [1, width, columns]);
  const matrices: Tensor3D = product
    ? tf.add(
        ofItems,
        tf.mul(tf.reshape(user, [rows, own, 1]), tf.reshape(part(own + width, width), [1, width, columns])),
      )
    : ofItems;
  const ofUsers = linear(user, part(0, own), bias);
  const sums = tf.add(
    tf.matMul(tf.reshape(common, [1, each, width]) as Tensor3D, matrices),
    tf.reshape(ofUsers, [rows, 1, columns]),
  );
  return tf.reshape(sums, [rows * each, columns]);
}
