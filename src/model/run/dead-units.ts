/**
 * Units of ReLUs that are zero for every row of a sample. No gradient passes through such a unit; where the sample
 * stands for all rows, what leads to it is not trained any more.
 */
import * as tf from '../../engine/tf';
import type { Pass } from './abilities/ability';

export class DeadUnits {
  private readonly told: { nodeId: string; highest: tf.Tensor1D }[] = [];

  /**
   * What takes the units of a pass. The highest input of each is computed as it is told: one vector for each ReLU.
   * @param rows of the pass; @param real of them, the first; those behind are padding
   */
  in(rows: number, real: number): NonNullable<Pass['rectified']> {
    return (nodeId, x, there) => {
      const highest = tf.tidy((): tf.Tensor1D => {
        const own: tf.Tensor2D = there ? tf.mul(x, tf.reshape(there, [-1, 1])) : x;
        return tf.max(tf.slice(own, [0, 0], [(real * x.shape[0]) / rows, -1]), 0);
      });
      this.told.push({ nodeId, highest: tf.keep(highest) });
    };
  }

  /** The share of its units that are dead, by node that has ReLUs. Once, with what was told until then. */
  async shares(): Promise<Map<string, number>> {
    const told = this.told.splice(0);
    const read = await Promise.all(told.map(({ highest }) => highest.data().finally(() => highest.dispose())));
    const counts = new Map<string, { dead: number; units: number }>();
    told.forEach(({ nodeId }, at) => {
      const count = counts.get(nodeId) ?? { dead: 0, units: 0 };
      counts.set(nodeId, count);
      for (const highest of read[at]!) {
        count.units += 1;
        if (highest <= 0) count.dead += 1;
      }
    });
    return new Map(Array.from(counts, ([nodeId, { dead, units }]) => [nodeId, dead / units]));
  }

  dispose(): void {
    tf.dispose(this.told.splice(0).map(({ highest }) => highest));
  }
}
