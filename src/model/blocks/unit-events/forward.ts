import * as tf from '../../../engine/tf';
import type { Tensor2D, Tensor4D } from '../../../engine/tf';
import type { Forward } from '../block';
import { unitSums, withValues } from '../history/sequence';
import type block from './block';

const forward: Forward<typeof block> = ({ sequence }, _, __, ctx) => {
  if (sequence.pool) return { sequence: unitSums(sequence, sequence.pool) };
  const { names, width } = sequence.type;
  const { values, mask } = sequence;
  const flat = tf.reshape(values, [mask.size, names.length * width]) as Tensor2D;
  const unit = ctx.held.direction(
    flat,
    names.map(() => width),
  );
  return { sequence: withValues(sequence, tf.reshape(unit, values.shape) as Tensor4D) };
};

export default forward;
