import { l2Normalise, SHORTEST } from '../../../engine/kernels/l2-normalise/l2-normalise';
import * as tf from '../../../engine/tf';
import type { Tensor, Tensor2D } from '../../../engine/tf';
import { belonging } from '../../blocks/belonging';
import { ability } from './ability';
import { stopGradient } from './detach';

declare module '../../blocks/block' {
  /**
   * What an attribution takes as it is for the row it explains, so that what is weighed by it is a sum: shares, gates
   * and lengths. In every other pass these are the plain values. A block that does not hold what it weighs by is
   * attributed all the same, along its gradient.
   */
  interface Held {
    /** Shares or gates, a row or several for each row of the pass. */
    factor<T extends Tensor>(x: T): T;
    /** `l2Normalise`. */
    direction(x: Tensor2D, widths?: readonly number[]): Tensor2D;
  }
  interface Context {
    readonly held: Held;
  }
}

/** As it is in every pass that explains nothing. */
export const NOTHING_HELD = { factor: <T extends Tensor>(x: T): T => x, direction: l2Normalise };

/** Those of the last of so many rows, for all of them, and constants to the gradient. */
function heldAt(rows: number): typeof NOTHING_HELD {
  const factor = <T extends Tensor>(x: T): T => {
    // The side that is not encoded stands as one row.
    if (x.shape[0]! < rows) return x;
    const flat = tf.reshape(x, [rows, x.size / rows]);
    const last = tf.slice(flat, [rows - 1, 0], [1, x.size / rows]);
    return stopGradient(tf.reshape(tf.matMul(tf.ones([rows, 1]), last), x.shape)) as T;
  };
  return {
    factor,
    direction(x, widths = [x.shape[1]]) {
      const parts = belonging(widths);
      const lengths = tf.sqrt(tf.maximum(tf.matMul(tf.square(x), parts, false, true), SHORTEST * SHORTEST));
      return tf.div(x, tf.matMul(factor(lengths as Tensor2D), parts));
    },
  };
}

export default ability('held', {
  give: ({ pass: { explained = null } }) => (explained === null ? NOTHING_HELD : heldAt(explained)),
  alone: () => NOTHING_HELD,
});
