import { activate, linear } from '../../../engine/kernels/linear/linear';
import { weightedSum } from '../../../engine/kernels/weighted-sum/weighted-sum';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import { layersOf } from './block';
import type block from './block';

const forward: Forward<typeof block> = (
  { interests, profile },
  weights,
  { widths, activation, lastLinear, residual, scale },
  ctx,
) => {
  const [rows, count, width] = interests.values.shape;
  const layers = layersOf({ widths, residual }, width);
  const [first = 0] = layers;
  const layer = (x: Tensor2D, n: number): Tensor2D =>
    linear(
      x,
      weights[`layer${n}/kernel`] as Tensor2D,
      weights[`layer${n}/bias`] as Tensor1D,
      n === 1 ? 'none' : activation,
    );
  const own = layer(tf.reshape(interests.values, [rows * count, width]), 1);
  // The profile is mapped once a row, not once an interest.
  const shared = tf.reshape(tf.matMul(profile.values, weights['profile/kernel'] as Tensor2D), [rows, 1, first]);
  let values: Tensor2D = tf.reshape(tf.add(tf.reshape(own, [rows, count, first]), shared), [rows * count, first]);
  const tell = (x: Tensor2D): void => {
    if (activation === 'relu') ctx.rectified(x, interests.active);
  };
  for (let n = 2; n <= layers.length; n++) {
    tell(values);
    values = layer(values, n);
  }
  if (!lastLinear) tell(values);
  const out = tf.reshape(lastLinear ? values : activate(values, activation), [rows, count, layers.at(-1)!]) as Tensor3D;
  return {
    interests: { values: residual ? weightedSum(interests.values, out, scale) : out, active: interests.active },
  };
};

export default forward;
