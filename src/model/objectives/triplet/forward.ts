import { differences, hinge, type HingeForm } from '../../../engine/kernels/hinge/hinge';
import * as tf from '../../../engine/tf';
import type { Tensor2D } from '../../../engine/tf';
import type { Forward } from '../../blocks/block';
import { rowScores, weightOfRows, weightedMean } from '../row-scores';
import type block from './block';

const forward: Forward<typeof block> = ({ pairing }, _, params, ctx) => {
  const [user, item] = params.form === 'distance' ? nearness(pairing.user, pairing.item) : [pairing.user, pairing.item];
  const { scores, there } = rowScores(user, item, params, ctx);
  const form: HingeForm = {
    scale: params.form === 'distance' ? 2 : 1,
    margin: params.margin,
    reduction: params.reduction,
  };
  const weight = weightOfRows(ctx.pairs, params);
  ctx.probe('active', () => {
    const within = tf.greater(tf.add(tf.mul(differences(scores), form.scale), form.margin), 0);
    return weightedMean(tf.cast(within, 'float32'), tf.mul(there, tf.expandDims(weight, 1)));
  });
  return { loss: { values: hinge(scores, there, weight, form) } };
};

export default forward;

/**
 * |u - v|^2 = |u|^2 - 2 (<u, v> - |v|^2 / 2), of which |u|^2 falls out of differences: vectors whose inner product is
 * what stands in the brackets.
 */
function nearness(user: Tensor2D, item: Tensor2D): [Tensor2D, Tensor2D] {
  return [
    tf.concat2d([user, tf.ones([user.shape[0], 1])], 1),
    tf.concat2d([item, tf.mul(tf.sum(tf.square(item), 1, true), -0.5)], 1),
  ];
}
