import { softplus } from '../../../engine/kernels/softplus/softplus';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';
import { fieldCosts } from './cost';

const forward: Forward<typeof block> = ({ fields }, weights, params, ctx) => {
  const { names } = fields.type;
  const logit: Tensor2D = tf.reshape(weights.logit as Tensor1D, [1, names.length]);
  ctx.probe('keep', () => tf.sigmoid(logit));
  const gate =
    ctx.training && ctx.learns('logit')
      ? concrete(logit, ctx.uniform('gate', [1, names.length]) as Tensor2D, params.temperature)
      : decided(ctx.detach(logit));
  const costs = tf.tensor2d(fieldCosts(fields.type, params), [names.length, 1]);
  return {
    fields: { values: tf.mul(fields.values, tf.reshape(gate, [1, names.length, 1])) as Tensor3D },
    penalty: { values: tf.reshape(tf.matMul(gate, costs), [1]) },
  };
};

export default forward;

/** Draws are multiples of it; the logit of a draw of 0 is that of the next one. */
const FINEST = 2 ** -24;

/** [1, F] in (0, 1), near its ends where the temperature is low. @param u uniform */
function concrete(logit: Tensor2D, u: Tensor2D, temperature: number): Tensor2D {
  const drawn = tf.maximum(u, FINEST);
  const noise = tf.sub(tf.log(drawn), tf.log(tf.sub(1, drawn)));
  const x: Tensor2D = tf.div(tf.add(logit, noise), temperature);
  // sigmoid(x), by a form whose slope z sigmoid(-x) is exact where z is nearly 1; z (1 - z) would be rounding alone.
  return tf.exp(tf.neg(softplus(tf.neg(x))));
}

/** [1, F] of 0 and 1. The logit of 1/2 is exactly 0: at their start all gates are open. */
const decided = (logit: Tensor2D): Tensor2D => tf.cast(tf.greaterEqual(logit, 0), 'float32');
