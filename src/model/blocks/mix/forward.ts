import * as tf from '@tensorflow/tfjs';
import type { Tensor2D } from '@tensorflow/tfjs';
import type { Forward } from '../../block';
import type block from './block';

const forward: Forward<typeof block> = ({ a, b }, weights, { scale, learnt }, ctx) => {
  if (learnt) ctx.probe('scale', weights.scale!);
  return { vector: { values: tf.add(a.values, tf.mul(b.values, learnt ? weights.scale! : scale)) as Tensor2D } };
};

export default forward;
