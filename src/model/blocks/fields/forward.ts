import * as tf from '@tensorflow/tfjs';
import type { Tensor3D } from '@tensorflow/tfjs';
import type { Forward } from '../../block';
import type block from './block';

const forward: Forward<typeof block> = (_, __, params, ctx) => {
  const [first, ...others] = params.tables.map((table) => ctx.lookup(table));
  // One field is a reshape, where stacking would copy.
  return { fields: { values: (others.length === 0 && first ? tf.expandDims(first, 1) : tf.stack([first!, ...others], 1)) as Tensor3D } }; // [R, F, D]
};

export default forward;
