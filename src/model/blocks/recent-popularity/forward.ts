import * as tf from '../../../engine/tf';
import type { Tensor, Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import { joinedPairing } from '../joined-pairing';
import { readOf } from './block';
import type block from './block';

const forward: Forward<typeof block> = ({ pairing }, { weights, strength }, params, ctx) => {
  const read = readOf(params);
  const { at, logs } = ctx.recentPopularity(read);
  const [, snapshots] = at.shape;
  const { interests, active } = pairing;
  const by = (x: Tensor): Tensor => tf.mul(x, tf.reshape(pairing.scale, []));
  /** [R', 1] of vectors [R', D]. */
  const strengthOf = (vectors: Tensor2D): Tensor =>
    strength ? tf.add(1, tf.matMul(vectors, tf.reshape(strength, [-1, 1]) as Tensor2D)) : tf.ones([1, 1]);
  ctx.probe('weight', () => weights as Tensor);
  if (strength) ctx.probe('strength', () => strengthOf(pairing.user));
  return {
    pairing: joinedPairing([
      {
        user: () => by(pairing.user) as Tensor2D,
        item: () => pairing.item,
        ...(interests && active ? { interests: { vectors: () => by(interests) as Tensor3D, active } } : {}),
      },
      {
        user: () => tf.mul(at, strengthOf(pairing.user)) as Tensor2D,
        item: () => tf.reshape(tf.matMul(logs, tf.reshape(weights as Tensor, [-1, 1])), [-1, snapshots]) as Tensor2D,
        ...(interests && active ? { interests: { vectors: () => ofInterests(interests), active } } : {}),
      },
    ]),
  };

  /** [R, K, G] */
  function ofInterests(vectors: Tensor3D): Tensor3D {
    const [rows, k, width] = vectors.shape;
    const own = strengthOf(tf.reshape(vectors, [rows * k, width]) as Tensor2D);
    const strengths = strength ? tf.reshape(own, [rows, k, 1]) : tf.ones([1, k, 1]);
    return tf.mul(tf.reshape(at, [rows, 1, snapshots]), strengths) as Tensor3D;
  }
};

export default forward;
