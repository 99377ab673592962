import * as tf from '../../../engine/tf';
import type { Tensor, Tensor2D, Tensor3D } from '../../../engine/tf';
import type { PortValues } from '../../document/ports';
import type { Forward } from '../block';
import { joinedPairing, type Term } from '../joined-pairing';
import { ofRows } from '../own-rows';
import type block from './block';

const forward: Forward<typeof block> = ({ first, second }, _, factors, ctx) => {
  const scaleOf = ({ scale }: Pairing): Tensor => tf.reshape(scale, []);
  const one = (pairing: Pairing, factor: number): Term => {
    const by = (x: Tensor): Tensor => tf.mul(x, tf.mul(scaleOf(pairing), factor));
    const { interests, active } = pairing;
    return {
      user: () => by(pairing.user) as Tensor2D,
      item: () => pairing.item,
      ...(interests && active ? { interests: { vectors: () => by(interests) as Tensor3D, active } } : {}),
    };
  };
  const product: Term = {
    user: () =>
      tf.mul(outer(first.user, second.user), tf.mul(tf.mul(scaleOf(first), scaleOf(second)), factors.product)),
    item: () => outer(first.item, second.item),
  };
  ctx.probe('contribution', () => {
    const [a, b] = [ownScores(first), ownScores(second)];
    const terms = [
      { factor: factors.first, score: a },
      { factor: factors.second, score: b },
      { factor: factors.product, score: tf.mul(a, b) },
    ].filter(({ factor }) => factor !== 0);
    return tf.concat(
      terms.map(({ factor, score }) => tf.mul(tf.abs(score), factor)),
      1,
    );
  });
  return {
    pairing: joinedPairing([
      ...(factors.first === 0 ? [] : [one(first, factors.first)]),
      ...(factors.second === 0 ? [] : [one(second, factors.second)]),
      ...(factors.product === 0 ? [] : [product]),
    ]),
  };
};

export default forward;

type Pairing = PortValues['pairing'];

/** [R, 1] of the rows with their own items. */
function ownScores({ user, item, scale }: Pairing): Tensor2D {
  const products = tf.mul(user, ofRows(item, user.shape[0]));
  return tf.mul(tf.sum(products, 1, true), tf.reshape(scale, [])) as Tensor2D;
}

/** [R, D x E]: u ⊗ v of each row. @param u [R, D]; @param v [R, E] */
function outer(u: Tensor2D, v: Tensor2D): Tensor2D {
  const [rows, width] = u.shape;
  const other = v.shape[1];
  return tf.reshape(tf.mul(tf.reshape(u, [rows, width, 1]), tf.reshape(v, [rows, 1, other])), [rows, width * other]);
}
