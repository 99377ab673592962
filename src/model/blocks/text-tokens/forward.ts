import * as tf from '../../../engine/tf';
import type { Tensor3D, Tensor4D } from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = (_, __, { length }, ctx) => {
  const looked = ctx.lookup('tokens') as Tensor4D;
  const [rows, , , width] = looked.shape;
  return { tokens: { values: tf.reshape(looked, [rows, length, width]) as Tensor3D, mask: ctx.tokenMask('tokens') } };
};

export default forward;
