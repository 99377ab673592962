import * as tf from '../../../engine/tf';
import type { Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = (_, __, ___, ctx) => {
  const rows = ctx.lookup('augmented') as Tensor3D;
  const [count, tables, width] = rows.shape;
  return { vector: { values: tf.reshape(rows, [count, tables * width]) as Tensor2D } };
};

export default forward;
