import * as tf from '../../../engine/tf';
import type { Tensor, Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import { joinedPairing } from '../joined-pairing';
import { readOf } from './block';
import type block from './block';

const forward: Forward<typeof block> = ({ pairing }, { weights }, params, ctx) => {
  const by = (x: Tensor): Tensor => tf.mul(x, tf.reshape(pairing.scale, []));
  const read = readOf(params);
  const [count, { snapshots }] = [read.halfLives.length, read];
  const known = ctx.recentPopularity(read);
  const { interests, active } = pairing;
  const own = weights as Tensor;
  ctx.probe('weight', () => own);
  return {
    pairing: joinedPairing([
      {
        user: () => by(pairing.user) as Tensor2D,
        item: () => pairing.item,
        ...(interests && active ? { interests: { vectors: () => by(interests) as Tensor3D, active } } : {}),
      },
      {
        user: () => tf.cast(tf.equal(known.moments, tf.range(0, snapshots)), 'float32') as Tensor2D,
        item: () => tf.reshape(tf.matMul(known.logs, tf.reshape(own, [count, 1])), [-1, snapshots]) as Tensor2D,
      },
    ]),
  };
};

export default forward;
