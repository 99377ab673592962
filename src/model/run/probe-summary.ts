/**
 * Live values of a training step: what blocks publish, as mean and spread over the real rows of the batch, kept on the
 * device until somebody reads them.
 */
import { Storage } from '../../engine/storage';
import * as tf from '../../engine/tf';
import type { Probe } from '../check/probe';

/**
 * One number per label. `spread` is the standard deviation over the rows; 0 where the value is one of the whole batch.
 */
export interface ProbeReading {
  key: string;
  mean: Float32Array;
  spread: Float32Array;
}

export type Summarised = Pick<Probe, 'key' | 'per' | 'labels'>;

export class ProbeSummary {
  private readonly storage: Storage;

  /** @param probes at least one */
  constructor(private readonly probes: readonly Summarised[]) {
    this.storage = Storage.create(
      'live values',
      [2, probes.reduce((sum, { labels }) => sum + labels.length, 0)],
      'float32',
    );
  }

  /**
   * @param values by key, [n] or [R, n]; of the item side [R + N, n], of which the first R are the rows', and of what a
   * ranker scores [R x C, n], of which those of each row begin with its own
   * @param realRows [R], 1 = no padding; @param beside N and C, where there are any
   * @throws Error where a block published nothing, or another number of values than it has labels
   */
  take(
    values: ReadonlyMap<string, tf.Tensor>,
    realRows: tf.Tensor,
    { sampled = 0, candidates = 1 }: { sampled?: number; candidates?: number } = {},
  ): void {
    tf.tidy(() => {
      const real = tf.reshape(realRows, [1, -1]) as tf.Tensor2D;
      const share = tf.div(real, tf.sum(real)) as tf.Tensor2D;
      const summaries = this.probes.map(({ key, per, labels }) => {
        const value = values.get(key);
        const width = labels.length;
        const rows = per === 'row' ? real.size : 1;
        const sizes = per === 'row' ? [rows, rows + sampled, rows * candidates] : [rows];
        if (!value || !sizes.some((size) => value.size === size * width))
          throw new Error(
            `internal: "${key}" has ${width} labels and published ${value ? `[${value.shape}]` : 'nothing'}`,
          );
        const across = value.size === rows * candidates * width ? candidates * width : width;
        const x = tf.slice(tf.reshape(value, [-1, across]) as tf.Tensor2D, [0, 0], [rows, width]);
        if (per === 'batch') return tf.concat([x, tf.zerosLike(x)], 0);
        const mean = tf.matMul(share, x);
        return tf.concat([mean, tf.sqrt(tf.matMul(share, tf.square(tf.sub(x, mean)) as tf.Tensor2D))], 0);
      });
      this.storage.copyFrom(summaries.length === 1 ? summaries[0]! : tf.concat(summaries, 1));
    });
  }

  async read(): Promise<ProbeReading[]> {
    const numbers = await this.storage.read();
    const width = numbers.length / 2;
    let first = 0;
    return this.probes.map(({ key, labels: { length } }) => {
      const reading = {
        key,
        mean: numbers.slice(first, first + length),
        spread: numbers.slice(width + first, width + first + length),
      };
      first += length;
      return reading;
    });
  }

  dispose(): void {
    this.storage.dispose();
  }
}
