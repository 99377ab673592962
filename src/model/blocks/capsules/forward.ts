import { eventSums } from '../../../engine/kernels/event-sums/event-sums';
import { historyShares } from '../../../engine/kernels/history-shares/history-shares';
import { linear } from '../../../engine/kernels/linear/linear';
import { routing } from '../../../engine/kernels/routing/routing';
import { squash } from '../../../engine/kernels/squash/squash';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';
import { eventsOf } from './events';
import { likeness } from './likeness';

const forward: Forward<typeof block> = (
  { sequence },
  weights,
  { count, width, rounds, sharpness, adaptive, by, halfLife },
  ctx,
) => {
  const { values, mask } = eventsOf(sequence);
  const [rows, , own] = values.shape;
  const map = weights.map as Tensor2D;
  const fading =
    by === 'learnt'
      ? (tf.mul(
          historyShares({ mask, halfLife, position: weights.position as Tensor1D }),
          tf.sum(mask, 1, true),
        ) as Tensor2D)
      : null;
  const { active, present, ...routed } = routing(
    { events: values, mask, weights: fading, hash: ctx.hash(), map },
    count,
    { rounds, sharpness, adaptive },
  );
  const coupling = ctx.held.factor(routed.coupling);
  const shares: Tensor3D = fading ? tf.mul(coupling, tf.expandDims(fading, 2)) : coupling;
  const sums: Tensor2D = tf.reshape(eventSums(shares, values), [rows * count, own]);
  const interests = squash(tf.reshape(linear(sums, map, null, 'none', present), [rows, count, width]) as Tensor3D);
  ctx.probe('share', () => tf.div(tf.sum(shares, 1), tf.maximum(tf.sum(mask, 1, true), 1)));
  ctx.probe('active', () => tf.sum(active, 1, true));
  if (count > 1) ctx.probe('similarity', () => likeness(interests, active));
  return { interests: { values: interests, active }, coupling: { values: shares } };
};

export default forward;
