import {
  labelAttention,
  labelShares,
  type LabelAttention,
} from '../../../engine/kernels/label-attention/label-attention';
import * as tf from '../../../engine/tf';
import type { Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import { ofRows } from '../own-rows';
import { scaleOf } from '../match/scale';
import type block from './block';

const forward: Forward<typeof block> = (
  { interests: { values, active }, item },
  weights,
  { score, temperature, learnTemperature, attention, sharpness },
  ctx,
) => {
  const scale = scaleOf(weights, { temperature, learnTemperature }, ctx);
  const [rows, count, width] = values.shape;
  const side = (x: Tensor2D): Tensor2D => (score === 'cosine' ? ctx.held.direction(x) : x);
  const interests = tf.reshape(side(tf.reshape(values, [rows * count, width])), [rows, count, width]) as Tensor3D;
  const items = side(item.values);
  const given = (): LabelAttention => ({
    vectors: interests,
    active,
    label: ofRows(items, rows),
    sharpness: attention === 'best' ? Infinity : sharpness,
  });
  ctx.probe('attention', () => labelShares(given()));
  let own: Tensor2D | null = null;
  return {
    pairing: {
      // Only objectives ask for it: a user who is served has no item beforehand.
      get user() {
        return (own ??= labelAttention(given()));
      },
      item: items,
      scale,
      interests,
      active,
    },
  };
};

export default forward;
