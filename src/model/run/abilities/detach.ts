import * as tf from '../../../engine/tf';
import type { Tensor } from '../../../engine/tf';
import { ability } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /** The value without its gradient. */
    detach<T extends Tensor>(x: T): T;
  }
}

/** tfjs has no operation for it. */
export const stopGradient = tf.customGrad((x) => ({
  value: tf.clone(x as tf.Tensor),
  gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
})) as <T extends tf.Tensor>(x: T) => T;

export default ability('detach', { give: () => stopGradient, alone: () => stopGradient });
