import { dropout, type Dropping } from '../../../engine/kernels/dropout/dropout';
import * as tf from '../../../engine/tf';
import type { Tensor } from '../../../engine/tf';
import { Draws } from '../feed/draws';
import { ability, absent } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /**
     * Drops numbers of x by draws that are a pure function of seed, step, node, name and index (see
     * engine/kernels/counter-uniform). Only training draws.
     * @param onto what the rest is added to, of the shape of x
     */
    dropout<T extends Tensor>(name: string, x: T, dropping: Dropping, onto?: T): T;
  }
}

export default ability('dropout', {
  feed: ({ training }) => training && new Draws(training.seed),
  give:
    ({ node }, draws) =>
    (name, x, dropping, onto) =>
      draws ? dropout(x, draws.of(node.id, name), dropping, onto) : absent('no random numbers outside training'),
  alone:
    ({ uniform }) =>
    (name, x, { rate, factor }, onto) => {
      const kept = tf.cast(tf.greaterEqual(uniform(name, x.shape), rate), 'float32');
      const dropped = tf.mul(x, tf.mul(kept, factor)) as typeof x;
      return onto ? tf.add(onto, dropped) : dropped;
    },
});
