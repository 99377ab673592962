import { concatColumns } from '../../../engine/kernels/concat/concat';
import * as tf from '../../../engine/tf';
import type { Tensor2D } from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = ({ parts }) => {
  const flat = parts.map((part): Tensor2D =>
    'names' in part.type
      ? tf.reshape(part.values, [part.values.shape[0]!, part.type.names.length * part.type.width])
      : (part.values as Tensor2D),
  );
  return { vector: { values: concatColumns(flat) } };
};

export default forward;
