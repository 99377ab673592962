/** Weights of a batch's rows by a formula of an objective, beside those of the data. */
import type { Batch } from '../../../data/batches';

/** Filled anew for each batch. */
export class FormulaWeights {
  /** [B] */
  readonly values: Float32Array;

  /** @param ofEvents [events] by the formula */
  constructor(
    rows: number,
    private readonly ofEvents: Float32Array,
  ) {
    this.values = new Float32Array(rows);
  }

  /** Padding weighs 0. */
  prepare({ events, real }: Pick<Batch, 'events' | 'real'>): void {
    const { values, ofEvents } = this;
    for (let row = 0; row < values.length; row++) values[row] = row < real ? ofEvents[events[row]!]! : 0;
  }
}
