import { historyShares } from '../../../engine/kernels/history-shares/history-shares';
import { rowSoftmax } from '../../../engine/kernels/row-softmax/row-softmax';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D } from '../../../engine/tf';
import type { Forward } from '../block';
import { EVERY_POSITION } from '../../document/ports';
import { eventsOf } from '../history/sequence';
import type block from './block';

/**
 * Half-life, in events, by which the newest event outweighs all others beyond what f32 can tell from zero: 2^-1024 of
 * the next one.
 */
const NEWEST_ALONE = 1 / 1024;

const forward: Forward<typeof block> = ({ sequence }, weights, { by, halfLife }, ctx) => {
  if (ctx.training && sequence.type.past === EVERY_POSITION)
    return { vector: { values: ctx.atPlaces(eventsOf(sequence)) } };
  const { mask } = sequence;
  const [rows, length] = mask.shape;
  const fading = { mean: null, recency: halfLife, learnt: halfLife, last: NEWEST_ALONE };
  const shares =
    by === 'attention'
      ? ctx.held.factor(
          rowSoftmax(
            tf.reshape(tf.matMul(eventsOf(sequence), tf.reshape(weights.query!, [-1, 1])), [rows, length]),
            mask,
          ),
        )
      : historyShares({
          mask,
          halfLife: fading[by],
          position: by === 'learnt' ? (weights.position as Tensor1D) : null,
        });
  ctx.probe('weights', shares);
  if (sequence.pool && by !== 'attention') return { vector: { values: sequence.pool(shares) } };
  const { names, width } = sequence.type;
  const flat = tf.reshape(sequence.values, [rows, length, names.length * width]);
  // One batched matMul [R, 1, T] x [R, T, FD]: an elementwise product would store R x T x FD numbers twice.
  const pooled = tf.matMul(tf.expandDims(shares, 1), flat);
  return { vector: { values: tf.reshape(pooled, [rows, names.length * width]) as Tensor2D } };
};

export default forward;
