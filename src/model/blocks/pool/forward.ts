import * as tf from '@tensorflow/tfjs';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { historyShares } from '../../../engine/kernels/history-shares/history-shares';
import type { Forward } from '../../block';
import type block from './block';

const forward: Forward<typeof block> = ({ sequence }, weights, { by, halfLife }, ctx) => {
  const shares = historyShares({
    mask: sequence.mask, halfLife: by === 'mean' ? null : halfLife, position: by === 'learnt' ? (weights.position as Tensor1D) : null,
  });
  ctx.probe('weights', shares);
  if (sequence.pool) return { vector: { values: sequence.pool(shares) } };
  const { length, names, width } = sequence.type;
  const rows = sequence.mask.shape[0];
  const flat = tf.reshape(sequence.values, [rows, length, names.length * width]);
  // One batched matMul [R, 1, T] x [R, T, FD]: an elementwise product would store R x T x FD numbers twice.
  const pooled = tf.matMul(tf.expandDims(shares, 1), flat);
  return { vector: { values: tf.reshape(pooled, [rows, names.length * width]) as Tensor2D } };
};

export default forward;
