import { multiplyAdd } from '../../../engine/kernels/multiply-add/multiply-add';
import * as tf from '../../../engine/tf';
import type { Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';
import { excite } from './excite';

const forward: Forward<typeof block> = ({ fields }, weights, params, ctx) => {
  const [rows, count, width] = fields.values.shape;
  const flat: Tensor2D = tf.reshape(fields.values, [rows * count, width]);
  const gate = ctx.held.factor(excite(seen(fields.values, flat, params.squeeze), weights, params, ctx));
  ctx.probe('gate', gate);
  ctx.probe('length', () => tf.mul(gate, tf.reshape(tf.sqrt(tf.sum(tf.square(flat), 1)), [rows, count])));
  const gated = multiplyAdd(flat, tf.reshape(gate, [rows * count, 1]), params.skip ? flat : null);
  return { fields: { values: tf.reshape(gated, [rows, count, width]) as Tensor3D }, gate: { values: gate } };
};

export default forward;

/** What the gates look at. @param flat the fields one below the other */
function seen(fields: Tensor3D, flat: Tensor2D, squeeze: 'mean' | 'mean+max' | 'all'): Tensor2D[] {
  const [rows, count, width] = fields.shape;
  if (squeeze === 'all') return [tf.reshape(fields, [rows, count * width])];
  return [meanOf(flat), ...(squeeze === 'mean+max' ? [tf.max(flat, 1)] : [])].map((summary): Tensor2D =>
    tf.reshape(summary, [rows, count]),
  );
}

/** [N, 1]. A product: its gradient is one dispatch, where that of a mean writes ones, multiplies and divides. */
const meanOf = (x: Tensor2D): Tensor2D =>
  tf.matMul(x, tf.tensor2d(new Float32Array(x.shape[1]).fill(1 / x.shape[1]), [x.shape[1], 1]));
