/** Past events as a sequence, whichever side's past it is. */
import type { PastWindow } from '../../../data/sessions';
import * as tf from '../../../engine/tf';
import type { Tensor, Tensor2D, Tensor4D } from '../../../engine/tf';
import type { Context } from '../block';
import type { PortOf, PortValues } from '../../document/ports';

/**
 * The events looked up as `events`, of the window of the past that was asked for there. Rows and ages are made where
 * somebody asks for them: pooling needs neither.
 */
export function sequenceOf(length: number, dropout: number, ctx: Context, window?: PastWindow): PortValues['sequence'] {
  const history = ctx.history(length, window);
  // The same events for both: the draws have one name.
  const shown = (x: Tensor) => (dropout === 0 ? x : ctx.dropout('event', x, { rate: dropout, factor: 1 })) as Tensor2D;
  const pool = ctx.pooledLookup('events');
  return {
    get values() {
      return ctx.lookup('events') as Tensor4D;
    },
    mask: shown(history.mask),
    get ageDays() {
      return shown(history.ageDays);
    },
    ...(pool ? { pool } : {}),
  };
}

/** [R x T, F x D]: events of all rows one below the other, the fields of each side by side. */
export function eventsOf({
  type: { names, width },
  values,
  mask,
}: { type: PortOf<'sequence'> } & PortValues['sequence']): Tensor2D {
  return tf.reshape(values, [mask.size, names.length * width]);
}

/** The same events, whose sums are of values brought to length one. */
export const unitSums = (sequence: PortValues['sequence'], pool: NonNullable<PortValues['sequence']['pool']>) => ({
  get values() {
    return sequence.values;
  },
  mask: sequence.mask,
  get ageDays() {
    return sequence.ageDays;
  },
  pool: (shares: Tensor2D) => pool(shares, true),
});

/** Other values for the events of a sequence. */
export const withValues = (sequence: PortValues['sequence'], values: Tensor4D): PortValues['sequence'] => ({
  values,
  mask: sequence.mask,
  get ageDays() {
    return sequence.ageDays;
  },
});
