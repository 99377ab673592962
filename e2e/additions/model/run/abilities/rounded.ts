import * as tf from '../../../engine/tf';
import type { Tensor } from '../../../engine/tf';
import { ability } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /** Whole numbers; gradients pass as if nothing had been rounded. */
    rounded<T extends Tensor>(x: T): T;
  }
}

const straightThrough = tf.customGrad((x) => ({
  value: tf.round(x as tf.Tensor),
  gradFunc: (dy: tf.Tensor) => dy,
})) as <T extends tf.Tensor>(x: T) => T;

export default ability('rounded', { give: () => straightThrough, alone: () => straightThrough });
