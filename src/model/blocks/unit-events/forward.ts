import * as tf from '../../../engine/tf';
import type { Tensor4D } from '../../../engine/tf';
import type { Forward } from '../block';
import { eventsOf, withValues } from '../history/sequence';
import type block from './block';

const forward: Forward<typeof block> = ({ sequence }, _, __, ctx) => {
  const { names, width } = sequence.type;
  const { values } = sequence;
  const unit = ctx.held.direction(
    eventsOf({ ...sequence, values }),
    names.map(() => width),
  );
  return { sequence: withValues(sequence, tf.reshape(unit, values.shape) as Tensor4D) };
};

export default forward;
