/** 1 / temperature of a match, given or learnt. */
import * as tf from '../../../engine/tf';
import type { Tensor1D } from '../../../engine/tf';
import type { Context, Weights } from '../block';

/** CLIP's bound on 1 / temperature (Radford et al., ICML 2021, section 2.5). */
const LARGEST_SCALE = 200;

/**
 * [1] exp(logScale) bounded by 200 where it learns; the bound does not stop the gradient. Publishes it then, as
 * `scale`.
 */
export function scaleOf(
  weights: Weights,
  { temperature, learnTemperature }: { temperature: number; learnTemperature: boolean },
  ctx: Pick<Context, 'detach' | 'probe'>,
): Tensor1D {
  if (!learnTemperature) return tf.tensor1d([1 / temperature]);
  const logScale = weights.logScale as Tensor1D;
  const excess = ctx.detach(tf.relu(tf.sub(logScale, Math.log(LARGEST_SCALE))) as Tensor1D);
  const scale: Tensor1D = tf.exp(tf.sub(logScale, excess));
  ctx.probe('scale', scale);
  return scale;
}
