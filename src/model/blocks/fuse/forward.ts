import * as tf from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = ({ channels }, _, { by }) => {
  const sum = channels.map(({ values }) => values).reduce((a, b) => tf.add(a, b));
  return { vector: { values: by === 'sum' ? sum : tf.mul(sum, 1 / channels.length) } };
};

export default forward;
