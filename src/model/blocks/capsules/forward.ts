import * as tf from '@tensorflow/tfjs';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { routing } from '../../../engine/kernels/routing/routing';
import { squash } from '../../../engine/kernels/squash/squash';
import type { Forward } from '../../block';
import type block from './block';
import { eventsOf } from './events';
import { likeness } from './likeness';

const forward: Forward<typeof block> = ({ sequence }, weights, { count, width, rounds, sharpness, adaptive }, ctx) => {
  const { values, mask } = eventsOf(sequence);
  const [rows, events, own] = values.shape;
  const mapped = tf.reshape(tf.matMul(tf.reshape(values, [rows * events, own]), weights.map as Tensor2D), [rows, events, width]) as Tensor3D;
  const { coupling, active } = routing(ctx.detach(mapped), mask, ctx.hash(), count, { rounds, sharpness, adaptive });
  const interests: Tensor3D = squash(tf.matMul(coupling, mapped, true, false));
  ctx.probe('share', () => tf.div(tf.sum(coupling, 1), tf.maximum(tf.sum(mask, 1, true), 1)));
  ctx.probe('active', () => tf.sum(active, 1, true));
  if (count > 1) ctx.probe('similarity', () => likeness(interests, active));
  return { interests: { values: interests, active }, coupling: { values: coupling } };
};

export default forward;
