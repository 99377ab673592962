import * as tf from '../../../engine/tf';
import type { Tensor1D } from '../../../engine/tf';
import type { Forward } from '../../blocks/block';
import type block from './block';

const forward: Forward<typeof block> = ({ penalty }, _, { rows }) => {
  const all = penalty.map(({ values }) => values).reduce((sum: Tensor1D, one) => tf.add(sum, one));
  return { loss: { values: tf.div(tf.reshape(all, []), rows) } };
};

export default forward;
