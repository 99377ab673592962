import * as tf from '../../../engine/tf';
import type { Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = (_, __, ___, ctx) => {
  const bags = ctx.lookup('trigrams') as Tensor3D;
  const [rows, texts, width] = bags.shape;
  return { vector: { values: tf.reshape(bags, [rows, texts * width]) as Tensor2D } };
};

export default forward;
