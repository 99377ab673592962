import * as tf from '@tensorflow/tfjs';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { Forward } from '../../block';
import type block from './block';

const forward: Forward<typeof block> = (_, __, params, ctx) => {
  const [first, ...others] = params.tables.map((table) => ctx.lookup(table));
  // One field is a reshape: stacking would copy [R, T, D], and its gradient would copy it back.
  const values = (others.length === 0 && first ? tf.expandDims(first, 2) : tf.stack([first!, ...others], 2)) as Tensor4D; // [R, T, F, D]
  const history = ctx.history(params.length);
  if (!ctx.training || params.dropout === 0) {
    return { sequence: { values, mask: history.mask as Tensor2D, ageDays: history.ageDays as Tensor2D } };
  }
  const kept = tf.cast(tf.greaterEqual(ctx.uniform('event', history.mask.shape), params.dropout), 'float32');
  return { sequence: { values, mask: tf.mul(history.mask, kept) as Tensor2D, ageDays: tf.mul(history.ageDays, kept) as Tensor2D } };
};

export default forward;
