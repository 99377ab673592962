import * as tf from '../../../engine/tf';
import type { Tensor, Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import { joinedPairing } from '../joined-pairing';
import type block from './block';

const forward: Forward<typeof block> = ({ pairing }, _, { field, exponent }, ctx) => {
  const by = (x: Tensor): Tensor => tf.mul(x, tf.reshape(pairing.scale, []));
  const { interests, active } = pairing;
  return {
    pairing: joinedPairing([
      {
        user: () => by(pairing.user) as Tensor2D,
        item: () => pairing.item,
        ...(interests && active ? { interests: { vectors: () => by(interests) as Tensor3D, active } } : {}),
      },
      {
        user: () => tf.mul(tf.ones([(interests ?? pairing.user).shape[0], 1]), exponent) as Tensor2D,
        item: () => tf.log(ctx.itemNumber(field)),
      },
    ]),
  };
};

export default forward;
