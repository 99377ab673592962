import type { Draw } from '../../../engine/kernels/counter-uniform/counter-uniform';
import { streamOf } from '../../../engine/kernels/counter-uniform/reference';
import { dropout, type Dropping } from '../../../engine/kernels/dropout/dropout';
import { Storage } from '../../../engine/storage';
import * as tf from '../../../engine/tf';
import type { Tensor } from '../../../engine/tf';
import { ability, absent, type Feed, type Given } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /**
     * Drops numbers of x by draws that are a pure function of seed, step, node, name and index (see
     * engine/kernels/counter-uniform). Only training draws.
     */
    dropout<T extends Tensor>(name: string, x: T, dropping: Dropping): T;
  }
}

/** The number of the step, which counter-based draws read. */
class Draws implements Feed {
  private readonly step = Storage.create('step number', [1], 'int32');

  constructor(private readonly seed: number) {}

  submit({ batch }: Given): void {
    if (batch) this.step.write(Uint32Array.of(batch.step));
  }

  of(nodeId: string, name: string): Draw {
    return { stream: streamOf(nodeId, name), seed: this.seed, step: this.step };
  }

  dispose(): void {
    this.step.dispose();
  }
}

export default ability('dropout', {
  feed: ({ training }) => training && new Draws(training.seed),
  give:
    ({ node }, draws) =>
    (name, x, dropping) =>
      draws ? dropout(x, draws.of(node.id, name), dropping) : absent('no random numbers outside training'),
  alone:
    ({ uniform }) =>
    (name, x, { rate, factor }) =>
      tf.mul(x, tf.mul(tf.cast(tf.greaterEqual(uniform(name, x.shape), rate), 'float32'), factor)),
});
