import { softplus } from '../../../engine/kernels/softplus/softplus';
import * as tf from '../../../engine/tf';
import type { Forward } from '../../blocks/block';
import { parted, rowScores, weightOfRows, weightedMean } from '../row-scores';
import type block from './block';

const forward: Forward<typeof block> = ({ pairing }, _, params, ctx) => {
  const found = rowScores(pairing.user, pairing.item, params, ctx);
  const [own, negative] = parted(found);
  const losses = softplus(tf.mul(tf.sub(negative, own), pairing.scale)); // [B, N]
  return {
    loss: { values: weightedMean(losses, tf.mul(found.there, tf.expandDims(weightOfRows(ctx.pairs, params), 1))) },
  };
};

export default forward;
