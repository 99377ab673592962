import * as tf from '@tensorflow/tfjs';
import type { Tensor1D } from '@tensorflow/tfjs';
import { l2Normalise } from '../../../engine/kernels/l2-normalise/l2-normalise';
import type { Forward } from '../../block';
import type block from './block';

/** CLIP's bound on 1 / temperature (Radford et al., ICML 2021, section 2.5). */
const LARGEST_SCALE = 200;

const forward: Forward<typeof block> = ({ user, item }, weights, { score, temperature, learnTemperature }, ctx) => {
  const side = score === 'cosine' ? l2Normalise : <T>(x: T): T => x;
  const scale = learnTemperature ? boundedExp(weights.logScale as Tensor1D, ctx.detach) : tf.tensor1d([1 / temperature]);
  if (learnTemperature) ctx.probe('scale', scale);
  return { pairing: { user: side(user.values), item: side(item.values), scale } };
};

export default forward;

function boundedExp(logScale: Tensor1D, detach: (x: Tensor1D) => Tensor1D): Tensor1D {
  const excess = detach(tf.relu(tf.sub(logScale, Math.log(LARGEST_SCALE))));
  return tf.exp(tf.sub(logScale, excess));
}
